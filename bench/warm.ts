/** Bundles that have been running for a while: how fast, at what cost, and whether they grow. */
import { alternate, mapPair, median, quantile, type Name, type Pair } from './pair'
import { compare, type Row } from './report'
import { runAtOnce, time, type Stage, type Subject } from './stage'

const WIDTH = 32
/** Before anything is timed, so that the code is compiled and the connections stand. */
const WARM_UP = 300
/** Short rounds: what disturbs for a second or more disturbs both. */
const ACTIONS_PER_ROUND = 20
const COUNTED_ACTIONS = 50
const ACTIONS_PER_BURST = WIDTH * 15

const closeBoth = (pair: Pair<Subject>): Promise<unknown> => mapPair(pair, ({ close }) => close())

/** One action after the other. `total` is the number of timed actions of each bundle. */
export async function measureSingle(stage: Stage, total: number): Promise<Row[]> {
  const subjects = await stage.startBoth()
  await mapPair(subjects, (subject) => runAtOnce(subject, WARM_UP, 1))
  const rounds = await alternate(total / ACTIONS_PER_ROUND, async (name) => {
    const samples: number[] = []
    for (let action = 0; action < ACTIONS_PER_ROUND; action++) samples.push(await time(subjects[name].act))
    return samples
  })
  const samples = await mapPair(rounds, (all) => all.flat())
  const costs = await mapPair(subjects, (subject) => countRequests(stage, subject))
  await closeBoth(subjects)
  const cost = (measure: string, pick: (costs: Costs) => number, exactly: number): Row =>
    compare(measure, '', { bare: pick(costs.bare), ours: pick(costs.ours) }, { exactly })
  return [
    compare('A warm action, p50', 'ms', await mapPair(samples, median), { most: 1.15 }),
    compare('A warm action, p99', 'ms', await mapPair(samples, (all) => quantile(all, 0.99))),
    cost('GoHighLevel requests per warm action', ({ ghl }) => ghl, 1),
    cost('Botpress requests per warm action', ({ botpress }) => botpress, 0),
    cost('New connections per warm action', ({ connections }) => connections, 0),
  ]
}

/** Per action. */
type Costs = { ghl: number; botpress: number; connections: number }

async function countRequests({ ghl, botpress }: Stage, subject: Subject): Promise<Costs> {
  await ghl.takeCounts()
  botpress.reset()
  await runAtOnce(subject, COUNTED_ACTIONS, 1)
  const { requests, newConnections } = await ghl.takeCounts()
  return {
    ghl: requests / COUNTED_ACTIONS,
    botpress: botpress.requests.length / COUNTED_ACTIONS,
    connections: newConnections / COUNTED_ACTIONS,
  }
}

/** Many at once, for long: throughput, and the memory after `early` and after `late` actions of each bundle. */
export async function measureLoad(stage: Stage, early: number, late: number): Promise<Row[]> {
  const subjects = await stage.startBoth()
  await mapPair(subjects, (subject) => runAtOnce(subject, early, WIDTH))
  const before = await mapPair(subjects, readMemory)
  await stage.ghl.takeCounts()
  const bursts = await alternate(Math.ceil((late - early) / ACTIONS_PER_BURST), (name) =>
    measureBurst(stage, subjects, name)
  )
  const after = await mapPair(subjects, readMemory)
  await closeBoth(subjects)

  const pick = async (figure: keyof Burst): Promise<Pair<number>> =>
    mapPair(bursts, (all) => median(all.map((burst) => burst[figure])))
  const memory = (title: string, name: keyof Memory, upTo: number): Row[] => {
    const growth = { bare: after.bare[name] - before.bare[name], ours: after.ours[name] - before.ours[name] }
    return [
      compare(`${title}, after ${early} actions`, 'MB', { bare: before.bare[name], ours: before.ours[name] }),
      compare(`${title}, after ${late} actions`, 'MB', { bare: after.bare[name], ours: after.ours[name] }),
      compare(`${title}, growth in between`, 'MB', growth, { upTo }),
    ]
  }
  return [
    compare(`Throughput, ${WIDTH} at once`, 'actions/s', await pick('perSecond'), { least: 0.85 }),
    compare(`New connections per 1000 actions, ${WIDTH} at once`, '', await pick('newConnections')),
    ...memory('Heap', 'heap', 1),
    // Rougher, since the allocator keeps what it once had.
    ...memory('RSS', 'rss', 20),
  ]
}

/** `newConnections` counts those per 1000 actions. */
type Burst = { perSecond: number; newConnections: number }

async function measureBurst({ ghl }: Stage, subjects: Pair<Subject>, name: Name): Promise<Burst> {
  const ms = await time(() => runAtOnce(subjects[name], ACTIONS_PER_BURST, WIDTH))
  // Also keeps the sandbox, which remembers every request, from growing.
  const { newConnections } = await ghl.takeCounts()
  return { perSecond: (ACTIONS_PER_BURST / ms) * 1000, newConnections: (newConnections / ACTIONS_PER_BURST) * 1000 }
}

type Memory = { heap: number; rss: number }

/** In MB, after garbage collections: the first one only queues some of what can go. */
async function readMemory({ memory }: Subject): Promise<Memory> {
  await memory()
  await memory()
  const { heapUsed, rss } = await memory()
  return { heap: heapUsed / 1e6, rss: rss / 1e6 }
}
