import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export type JsonSchema = Record<string, unknown>

type Described = { title?: string; description?: string }
type TagDefinitions = Record<string, Described>

/** What `bp deploy` sends to Botpress, as far as anyone here reads it. */
export type DeployedDefinition = Described & {
  name: string
  version: string
  configuration?: { schema: JsonSchema }
  actions: Record<string, Described & { input: { schema: JsonSchema }; output: { schema: JsonSchema } }>
  events?: Record<string, Described & { schema: JsonSchema }>
  states?: Record<string, { type: string; schema: JsonSchema }>
  user?: { tags?: TagDefinitions }
  channels?: Record<
    string,
    Described & {
      messages?: Record<string, { schema: JsonSchema }>
      conversation?: { tags?: TagDefinitions }
      message?: { tags?: TagDefinitions }
    }
  >
}

let cached: Promise<DeployedDefinition> | undefined

/** The definition as deployed, by `bp read`. Read once per process. */
export function readDeployedDefinition(): Promise<DeployedDefinition> {
  cached ??= runRead().catch((thrown: unknown) => {
    cached = undefined
    throw thrown
  })
  return cached
}

async function runRead(): Promise<DeployedDefinition> {
  const folder = await mkdtemp(join(tmpdir(), 'definition-'))
  const path = join(folder, 'definition.json')
  const file = await open(path, 'w')
  try {
    // Into a file: the CLI exits without waiting for a pipe, which cuts everything after its first 64 kB.
    const child = spawn(join(ROOT, 'node_modules/.bin/bp'), ['read', '--json'], {
      cwd: ROOT,
      stdio: ['ignore', file.fd, 'pipe'],
    })
    const [complaints, [code]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'exit')])
    const output = await readFile(path, 'utf8')
    if (code !== 0) throw new Error(`\`bp read\` failed:\n${output}${complaints}`)
    return JSON.parse(output)
  } finally {
    await file.close()
    await rm(folder, { recursive: true })
  }
}

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
const validators = new WeakMap<JsonSchema, ValidateFunction>()

/** What doesn't fit the schema, each as path and reason; empty when the value fits. */
export function checkAgainstSchema(schema: JsonSchema, value: unknown): string[] {
  const validate = validators.get(schema) ?? ajv.compile(expandNullable(schema))
  validators.set(schema, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
}

/** `nullable` is no JSON Schema: the validator would ignore it beside an enum and refuse it without a type. */
function expandNullable(schema: JsonSchema): JsonSchema {
  const { nullable, ...rest } = mapValues(schema, expandAny)
  return nullable === true
    ? { anyOf: [rest, { type: 'null' }] }
    : { ...rest, ...(nullable !== undefined && { nullable }) }
}

function expandAny(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expandAny)
  return typeof value === 'object' && value !== null ? expandNullable({ ...value }) : value
}

function mapValues(object: JsonSchema, change: (value: unknown) => unknown): JsonSchema {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))
}
