/** `npm run docs`: writes hub.md's generated parts from the definition; with --check it only says whether they are stale. */
import { readFile, writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import type { Action } from '../src/actions/action'
import { actionGroups } from '../src/actions'
import { eventGroups } from '../src/events'
import { ownEvents } from '../src/events/own'
import { scopes } from '../src/scopes'
import { readDeployedDefinition } from '../sandbox/botpress'

const HUB = new URL('../hub.md', import.meta.url)

type Schema = {
  type?: string | string[]
  enum?: string[]
  description?: string
  items?: Schema
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  nullable?: boolean
}

const WORDS: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  array: 'list',
}

/** A field's type in words that a bot builder knows. */
function describeType({ type, enum: values, items, anyOf }: Schema): string {
  if (values) return values.map((value) => `\`${value}\``).join(', ')
  if (anyOf) return [...new Set(anyOf.map(describeType))].join(' or ')
  if (type === 'array') return items?.type === 'string' ? 'list of texts' : 'list'
  return [type ?? 'anything']
    .flat()
    .map((name) => WORDS[name] ?? name)
    .join(' or ')
}

/** The same, with what empties the field. */
const describeInput = (field: Schema): string => describeType(field) + (field.nullable ? ', or `null` to empty it' : '')

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function fieldTable({ properties = {}, required = [] }: Schema): string {
  const isRequired = (name: string) => required.includes(name)
  const names = Object.keys(properties).sort((a, b) => Number(isRequired(b)) - Number(isRequired(a)))
  const rows = names.map((name) => {
    const field = properties[name] ?? {}
    return `| \`${name}\`${isRequired(name) ? ' **required**' : ''} | ${cell(describeInput(field))} | ${cell(field.description ?? '')} |`
  })
  return ['| Field | Takes | What it is |', '| --- | --- | --- |', ...rows].join('\n')
}

function describeAction(name: string, action: Action, input: Schema, output: Schema): string {
  const answered = Object.keys(output.properties?.data?.properties ?? {})
  const answer =
    action.data === undefined
      ? 'The answer has no `data`: `success` says that it was done.'
      : answered.length > 0
        ? `**\`data\`** holds ${answered.map((field) => `\`${field}\``).join(', ')}, and whatever else GoHighLevel sends.`
        : '**`data`** is what GoHighLevel sent.'
  return [
    `#### ${action.title}`,
    `\`${name}\` — ${action.description}`,
    fieldTable(input),
    ['```json', JSON.stringify(action.example, null, 2), '```'].join('\n'),
    answer,
  ].join('\n\n')
}

const block = (text: string): string => ['```text', text, '```'].join('\n')

/** Renders every generated part, by the name in its markers. */
async function renderParts(): Promise<Record<string, string>> {
  const definition = await readDeployedDefinition()
  const overview = Object.entries(actionGroups).flatMap(([group, members]) =>
    Object.values(members).map(({ title, description }) => `| ${group} | **${title}** | ${cell(description)} |`)
  )
  const reference = Object.entries(actionGroups).map(([group, members]) =>
    [
      `### ${group}`,
      ...Object.entries(members).map(([name, action]) => {
        const { input, output } = definition.actions[name] ?? { input: {}, output: {} }
        return describeAction(name, action, (input.schema ?? {}) as Schema, (output.schema ?? {}) as Schema)
      }),
    ].join('\n\n')
  )
  const eventRows = Object.entries(eventGroups).flatMap(([group, members]) =>
    Object.entries(members).map(
      ([name, { type, title, description }]) =>
        `| ${group} | **${title}** \`${name}\` | \`${type}\` | ${cell(description)} |`
    )
  )
  const ownEventRows = Object.entries(ownEvents).map(
    ([name, { title, description }]) => `| This integration | **${title}** \`${name}\` | | ${cell(description)} |`
  )
  const forUrl = scopes.map(encodeURIComponent).join('%20')
  const consent = (host: string) =>
    `https://${host}/v2/oauth/chooselocation?response_type=code&client_id=YOUR_CLIENT_ID&redirect_uri=YOUR_WEBHOOK_URL%2Foauth&version_id=YOUR_APP_ID&scope=${forUrl}`
  return {
    overview: ['| For | Action | What it does |', '| --- | --- | --- |', ...overview].join('\n'),
    events: [
      '| About | Event | Webhook | When it comes |',
      '| --- | --- | --- | --- |',
      ...eventRows,
      ...ownEventRows,
    ].join('\n'),
    reference: reference.join('\n\n'),
    scopes: block(scopes.join('\n')),
    'consent-url': block(consent('marketplace.gohighlevel.com')),
    'consent-url-white-label': block(consent('marketplace.leadconnectorhq.com')),
  }
}

function insertParts(text: string, parts: Record<string, string>): string {
  return Object.entries(parts).reduce((current, [name, part]) => {
    const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`]
    const [before, rest] = current.split(begin)
    const after = rest?.split(end)[1]
    if (before === undefined || after === undefined) throw new Error(`hub.md lacks the markers of the part ${name}`)
    return `${before}${begin}\n\n${part}\n\n${end}${after}`
  }, text)
}

async function main(): Promise<void> {
  const current = await readFile(HUB, 'utf8')
  const wanted = await format(insertParts(current, await renderParts()), {
    ...(await resolveConfig(HUB)),
    parser: 'markdown',
  })
  if (current === wanted) console.log('hub.md is up to date')
  else if (process.argv.includes('--check')) {
    console.error('hub.md is stale: run `npm run docs` and commit the result')
    process.exitCode = 1
  } else {
    await writeFile(HUB, wanted)
    console.log('hub.md written')
  }
}

void main()
