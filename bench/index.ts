/**
 * `npm run bench [-- --quick] [-- --json FILE]`: the integration beside a bare bundle that only makes the call.
 * Timing is information, not a test: the exit code is 0 unless something could not be measured.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildBundles, measureBundles } from './bundles'
import { createCertificate } from './certificate'
import { Cleanup } from './cleanup'
import { measureManyActions, measureManyProcesses } from './hard-cases'
import { renderTable, type Row } from './report'
import { openStage } from './stage'
import { measureLoad, measureSingle } from './warm'
import { measureWebhooks } from './webhooks'

/** Numbers of actions and rounds. */
const FULL = { single: 4000, early: 2000, late: 20_000, loads: 21, hardRounds: 7 }
const QUICK = { single: 1000, early: 500, late: 3000, loads: 7, hardRounds: 3 }

/** After this long nothing further is begun or waited for, in ms. */
const DEADLINE_MS = 225_000

const say = (line: string): void => console.error(line)
const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** Runs the parts in turn; one that fails becomes a row that says so, and the others still run. */
async function runParts(parts: Record<string, () => Promise<Row[]>>): Promise<Row[]> {
  const expired = new AbortController()
  const timer = setTimeout(() => expired.abort(), DEADLINE_MS)
  const late = new Promise<never>((_, reject) => {
    expired.signal.addEventListener('abort', () => reject(new Error('the run took too long')))
  })
  // Without this an early deadline would count as unhandled.
  late.catch(() => undefined)
  const rows: Row[] = []
  for (const [measure, run] of Object.entries(parts)) {
    say(`${measure} …`)
    try {
      rows.push(...(await Promise.race([late, expired.signal.aborted ? late : run()])))
    } catch (thrown) {
      rows.push({ measure, unit: '', failure: messageOf(thrown) })
    }
  }
  clearTimeout(timer)
  return rows
}

async function measureAll(size: typeof FULL, cleanup: Cleanup): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  const certificate = await createCertificate(folder)
  say('Building both bundles …')
  const bundles = await buildBundles(folder)
  const stage = await openStage(bundles, certificate, cleanup)
  return runParts({
    'One action after the other': () => measureSingle(stage, size.single),
    'Many actions at once, and memory': () => measureLoad(stage, size.early, size.late),
    Webhooks: () => measureWebhooks(stage, size.hardRounds),
    'Loading and size': () => measureBundles(bundles, size.loads),
    'Many actions with an expired token': () => measureManyActions(stage, size.hardRounds),
    'Many processes with an expired token': () => measureManyProcesses(stage, size.hardRounds),
  })
}

async function main(cleanup: Cleanup): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } } })
  const [load = 0] = loadavg()
  const startedAt = performance.now()
  const rows = await measureAll(values.quick ? QUICK : FULL, cleanup)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  const machine = { node: process.version, processors: cpus().length, loadBefore: Number(load.toFixed(2)) }
  console.log(renderTable(rows))
  console.log(
    `Node.js ${machine.node}, ${machine.processors} processors, load before the run ${machine.loadBefore}, ${seconds} s.` +
      (load > 1 ? ' The machine was busy: repeat the run when it is not.' : '')
  )
  if (values.json) {
    await writeFile(values.json, `${JSON.stringify({ quick: values.quick, seconds, machine, rows }, undefined, 2)}\n`)
  }
  if (rows.some(({ failure }) => failure !== undefined)) process.exitCode = 1
}

const cleanup = new Cleanup()
for (const [signal, exitCode] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const]) {
  process.once(signal, () => void cleanup.run().finally(() => process.exit(exitCode)))
}
main(cleanup)
  .catch((thrown: unknown) => {
    console.error(messageOf(thrown))
    process.exitCode = 1
  })
  .finally(() => cleanup.run())
