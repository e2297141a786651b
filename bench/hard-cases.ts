/** The access token has expired and many notice at once: one may renew it, all must succeed. */
import { alternate, mapPair, median } from './pair'
import { compare, type Row } from './report'
import { runAtOnce, time, type Stage, type Subject } from './stage'

const ACTIONS_AT_ONCE = 50
const PROCESSES = 6

const actAtOnce = (subject: Subject): Promise<void> => runAtOnce(subject, ACTIONS_AT_ONCE, ACTIONS_AT_ONCE)

/** 50 actions in one process. The bare bundle can't renew a token: with a valid one it shows what is possible. */
export async function measureManyActions(stage: Stage, rounds: number): Promise<Row[]> {
  const subjects = await stage.startBoth()
  await mapPair(subjects, actAtOnce)
  const valid = await alternate(rounds, (name) => time(() => actAtOnce(subjects[name])))
  const expired = await expireRepeatedly(stage, rounds, () => actAtOnce(subjects.ours))
  await mapPair(subjects, ({ close }) => close())
  const measure = `${ACTIONS_AT_ONCE} at once`
  return [
    compare(`${measure}, valid token`, 'ms', await mapPair(valid, median)),
    compare(`${measure}, expired token`, 'ms', { ours: expired.ms }),
    compare(`${measure}, expired token: refreshes`, '', { ours: expired.refreshes }, { exactly: 1 }),
  ]
}

/** One action in each of six processes that serve the same installation. */
export async function measureManyProcesses(stage: Stage, rounds: number): Promise<Row[]> {
  const identity = await stage.createIdentity('ours')
  const subjects: Subject[] = []
  // One after the other: six that start at once fight for the processors and may take long.
  for (let process = 0; process < PROCESSES; process++) subjects.push(await stage.start('ours', identity))
  const actInAll = (): Promise<unknown> => Promise.all(subjects.map(({ act }) => act()))
  await actInAll()
  const expired = await expireRepeatedly(stage, rounds, actInAll)
  await Promise.all(subjects.map(({ close }) => close()))
  const measure = `${PROCESSES} processes, expired token`
  return [
    compare(measure, 'ms', { ours: expired.ms }),
    compare(`${measure}: refreshes`, '', { ours: expired.refreshes }, { exactly: 1 }),
  ]
}

/** Median of the times, and the count of refreshes that is furthest from one. */
async function expireRepeatedly(
  { ghl }: Stage,
  rounds: number,
  work: () => Promise<unknown>
): Promise<{ ms: number; refreshes: number }> {
  const times: number[] = []
  const refreshes: number[] = []
  for (let round = 0; round < rounds; round++) {
    await ghl.takeCounts()
    await ghl.expireAccessTokens()
    times.push(await time(work))
    refreshes.push((await ghl.takeCounts()).refreshes)
  }
  const [worst = 0] = refreshes.sort((a, b) => distanceFromOne(b) - distanceFromOne(a))
  return { ms: median(times), refreshes: worst }
}

const distanceFromOne = (count: number): number => Math.abs(count - 1)
