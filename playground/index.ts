/** `npm start`: the built integration at work, against the embedded GoHighLevel or, with credentials in .env, the real one. */
import Table from 'cli-table3'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import type { Installation } from '../sandbox/botpress'
import type { Turn } from './dialogue'
import { openStage, type Stage } from './stage'
import { readingScenario, scenario } from './scenario'
import type { Memory, Step } from './step'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

type Row = { action: string; request: string; status: string; ms: string; message: string; failed: boolean }

type Outcome = { success: boolean; message: string; data?: Record<string, unknown>; error?: { status?: number } }

const isOutcome = (output: unknown): output is Outcome =>
  typeof output === 'object' && output !== null && 'success' in output && 'message' in output

async function build(): Promise<void> {
  console.log('Building the integration with `bp build` …')
  await promisify(execFile)('npx', ['bp', 'build', '--confirm'], { cwd: ROOT }).catch((thrown: unknown) => {
    const output = typeof thrown === 'object' && thrown !== null && 'stdout' in thrown ? String(thrown.stdout) : ''
    throw new Error(`\`bp build\` failed. Run \`npx bp build --verbose\` to see why.\n${output}`)
  })
}

async function runStep(step: Step, memory: Memory, installation: Installation, stage: Stage): Promise<Row> {
  const input = step.input(memory)
  if (!input) {
    return {
      action: step.action,
      request: '',
      status: 'skipped',
      ms: '',
      message: 'nothing to run it on',
      failed: false,
    }
  }
  const startedAt = performance.now()
  stage.requests.splice(0)
  const { output, error } = await installation.act(step.action, input)
  const ms = String(Math.round(performance.now() - startedAt))
  const request = stage.requests.map(({ method, path }) => `${method} ${path}`).join('\n')
  if (!isOutcome(output)) {
    return { action: step.action, request, status: 'error', ms, message: error?.message ?? 'no answer', failed: true }
  }
  Object.assign(memory, output.data && step.keep?.(output.data))
  const status = stage.requests.at(-1)?.status ?? output.error?.status
  return {
    action: step.action,
    request,
    status: String(status ?? (output.success ? 'ok' : 'none')),
    ms,
    message: output.message,
    failed: !output.success,
  }
}

function print(rows: Row[]): void {
  const table = new Table({
    head: ['', 'Action', 'Request', 'Status', 'ms', 'Message'],
    colWidths: [3, 25, 58, 9, 7, 50],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const { action, request, status, ms, message, failed } of rows) {
    table.push([failed ? '✗' : status === 'skipped' ? '–' : '✓', action, request, status, ms, message])
  }
  console.log(table.toString())
}

function printDialogue(turns: Turn[]): void {
  const table = new Table({
    head: ['', 'Medium', 'The contact writes', 'The bot hears', "GoHighLevel's inbox has the answer"],
    colWidths: [3, 10, 46, 46, 47],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const { medium, contact, heard, answered, failed } of turns) {
    table.push([failed ? '✗' : '✓', medium, contact, heard, answered])
  }
  console.log(table.toString())
}

/** What GoHighLevel's webhooks have told the bot while the actions ran. */
function printEvents(events: { type: string }[]): void {
  const counts = new Map<string, number>()
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1)
  const table = new Table({ head: ['Event that reached the bot', 'Times'], style: { head: [], border: [] } })
  for (const [type, times] of counts) table.push([type, times])
  console.log(table.toString())
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } })
  if (existsSync(`${ROOT}/.env`)) process.loadEnvFile(`${ROOT}/.env`)
  await build()
  const stage = await openStage()
  try {
    const installation = await stage.connect()
    const memory: Memory = { ...stage.memory }
    const steps = stage.isReal ? readingScenario : scenario
    const rows: Row[] = []
    for (const step of steps) rows.push(await runStep(step, memory, installation, stage))
    print(rows)
    const turns = await stage.dialogue(installation)
    if (!stage.isReal) {
      printDialogue(turns)
      printEvents(await stage.events())
    }
    const failures = rows.filter(({ failed }) => failed).length
    console.log(`${rows.length - failures} of ${rows.length} actions succeeded.`)
    for (const [name, url] of Object.entries(stage.addresses)) console.log(`${name.padEnd(18)} ${url}`)
    if (failures > 0 || turns.some(({ failed }) => failed)) process.exitCode = 1
    if (values.once) return
    console.log('Serving until Ctrl-C.')
    await new Promise((resolve) => process.once('SIGINT', resolve))
  } finally {
    await stage.close()
  }
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown)
  console.error('If it goes on: is this Node.js 20.19 or newer, and did `npm ci` finish?')
  process.exitCode = 1
})
