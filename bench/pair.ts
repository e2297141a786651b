/** Measuring two things in turn, so that whatever else the machine does hits both alike. */
export type Name = 'bare' | 'ours'
export type Pair<T> = Record<Name, T>

const forward: Name[] = ['bare', 'ours']
const backward: Name[] = ['ours', 'bare']

/** Runs both, one after the other, in as many rounds; who begins changes from round to round. */
export async function alternate<T>(rounds: number, run: (name: Name) => Promise<T>): Promise<Pair<T[]>> {
  const results: Pair<T[]> = { bare: [], ours: [] }
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? forward : backward) results[name].push(await run(name))
  }
  return results
}

export async function mapPair<From, To>(
  pair: Pair<From>,
  change: (value: From, name: Name) => To | Promise<To>
): Promise<Pair<To>> {
  return { bare: await change(pair.bare, 'bare'), ours: await change(pair.ours, 'ours') }
}

/** The smallest sample that the given share (0 to 1) of all samples does not exceed. Throws without samples. */
export function quantile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new Error('There is nothing to take a quantile of')
  return found
}

export const median = (samples: number[]): number => quantile(samples, 0.5)
