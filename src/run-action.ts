/** The frame around every action: checks the input, runs it, shapes the answer, logs one line. */
import { RuntimeError, type z } from '@botpress/sdk'
import type { Action, AnyObject, Outcome } from './actions/action'
import { resolveNames } from './actions/support/names'
import { openBot } from './channels/bot'
import { openGhl } from './ghl/client'
import { GhlError } from './ghl/errors'
import type { Installation } from './ghl/installation'
import { fit } from './schemas/fit'

type Issue = z.ZodIssue

const nameOf = (path: (string | number)[]): string =>
  path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : `${name}${name && '.'}${part}`),
    ''
  )

function describeIssue(issue: Issue, action: Action): string {
  const name = nameOf(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 ? ` This action takes: ${Object.keys(action.input.shape).join(', ')}.` : ''
    return `there is no field ${issue.keys.map((key) => nameOf([...issue.path, key])).join(', ')}.${known}`
  }
  if (issue.code === 'invalid_type' && issue.received === 'undefined') return `${name} is required.`
  if (issue.code === 'invalid_type') return `${name} must be of type ${issue.expected}, not ${issue.received}.`
  if (issue.code === 'invalid_enum_value') return `${name} must be one of ${issue.options.join(', ')}.`
  return `${name || 'the input'}: ${issue.message}.`
}

/** Ids are often pasted with a space or line break. */
const tidy = (name: string, value: unknown): unknown =>
  typeof value === 'string' && /Id$|^assignedTo$/.test(name) ? value.trim() : value

/**
 * The input without what was left empty: Studio sends "" for a field that wasn't filled in, agents send null.
 * null stays where the field can be cleared with it.
 */
function tidyInput(input: Record<string, unknown>, schema: AnyObject): Record<string, unknown> {
  const filled = Object.entries(input).filter(([name, value]) => {
    const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined
    if (value === null) return field?.isNullable() ?? true
    return value !== undefined && !(typeof value === 'string' && value.trim() === '')
  })
  return Object.fromEntries(filled.map(([name, value]) => [name, tidy(name, value)]))
}

const strictInputs = new WeakMap<Action, AnyObject>()

/** The input's schema with unknown fields refused, made once. */
function strictInput(action: Action): AnyObject {
  const strict = strictInputs.get(action) ?? action.input.strict()
  strictInputs.set(action, strict)
  return strict
}

/** The checked input. Throws RuntimeError naming each field that is wrong; nothing has been sent then. */
function parseInput(name: string, action: Action, input: Record<string, unknown>): Record<string, unknown> {
  const parsed = strictInput(action).safeParse(tidyInput(input, action.input))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => describeIssue(issue, action))
  throw new RuntimeError(`${name}: ${faults.join(' ')} Nothing was sent to GoHighLevel.`)
}

async function outcomeOf(name: string, action: Action, installation: Installation, input: object): Promise<Outcome> {
  const checked = parseInput(name, action, { ...input })
  try {
    const ghl = await openGhl(installation)
    const data = await action.run(ghl, await resolveNames(ghl, checked), openBot(installation))
    return { success: true, message: action.done, ...(action.data && { data: fit(action.data, data) }) }
  } catch (thrown) {
    if (!(thrown instanceof GhlError)) throw thrown
    return { success: false, message: thrown.message, error: thrown.details }
  }
}

/** Runs one action. Throws RuntimeError only for what the bot builder must mend: input, configuration, connection. */
export async function runAction(
  name: string,
  action: Action,
  installation: Installation,
  input: object
): Promise<Outcome> {
  const startedAt = performance.now()
  const log = installation.logger.forBot()
  const took = () => `${Math.round(performance.now() - startedAt)} ms`
  try {
    const outcome = await outcomeOf(name, action, installation, input)
    const { status, traceId } = outcome.error ?? {}
    if (outcome.success) log.debug(`${name}: done in ${took()}`)
    else log.warn(`${name}: refused in ${took()}, status ${status ?? 'none'}, traceId ${traceId ?? 'none'}`)
    return outcome
  } catch (thrown) {
    log.error(`${name}: failed in ${took()}`)
    throw thrown
  }
}
