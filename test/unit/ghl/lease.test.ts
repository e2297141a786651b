import { beforeEach, describe, expect, it } from 'vitest'
import { withLease } from '../../../src/ghl/lease'
import { elapse, fakeClock, pass } from '../support/clock'
import { again, freshInstallation } from '../support/installation'
import { failureOf } from '../support/secrets'
import { useFakeNetwork } from '../support/network'

useFakeNetwork()
beforeEach(fakeClock)

const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))
const heldByOther = (ms: number) => ({ owner: 'fake-other', until: Date.now() + ms })

const failingWork = () => Promise.reject(new Error('the work failed'))

describe('withLease', () => {
  it('gives back what the work gives back and lets go', async () => {
    const fake = freshInstallation()
    const work = async () => {
      expect(fake.states.stored('refreshLease')).toMatchObject({ until: Date.now() + 15_000 })
      return 'done'
    }
    expect((await elapse(withLease(fake, 'refreshLease', work))).result).toBe('done')
    expect(fake.states.stored('refreshLease')).toBeUndefined()
  })

  it('lets go when the work fails, with the error of the work', async () => {
    const fake = freshInstallation()
    const { result } = await elapse(failureOf(withLease(fake, 'refreshLease', failingWork)))
    expect(result.message).toBe('the work failed')
    expect(fake.states.stored('refreshLease')).toBeUndefined()
  })

  it('does the work even when letting go fails', async () => {
    const fake = freshInstallation()
    fake.states.fail('setState', 'refreshLease')
    expect((await elapse(withLease(fake, 'refreshLease', async () => 'done'))).result).toBe('done')
  })

  it('never lets two work at the same time', async () => {
    const fake = freshInstallation()
    let working = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++working)
      await wait(100)
      working--
      return most
    }
    await elapse(Promise.all([1, 2].map(() => withLease(again(fake), 'refreshLease', work))))
    expect(most).toBe(1)
  })

  it('ends the wait with what came meanwhile, and does no work then', async () => {
    const fake = freshInstallation()
    fake.states.put('refreshLease', heldByOther(10_000), 15_000)
    const startedAt = Date.now()
    const meanwhile = async () => (Date.now() - startedAt > 2_000 ? 'settled' : undefined)
    const { result, ms } = await elapse(withLease(fake, 'refreshLease', () => expect.fail('worked'), meanwhile))
    expect(result).toBe('settled')
    expect(ms).toBeLessThan(3_000)
  })

  it('does not look at the lease while waiting, since every look prolongs its life', async () => {
    const fake = freshInstallation()
    fake.states.put('refreshLease', heldByOther(10_000), 15_000)
    const startedAt = Date.now()
    const meanwhile = async () => (Date.now() - startedAt > 9_000 ? 'settled' : undefined)
    await elapse(withLease(fake, 'refreshLease', () => expect.fail('worked'), meanwhile))
    expect(fake.states.count('getOrSetState', 'refreshLease')).toBe(1)
    expect(fake.states.count('getState', 'refreshLease')).toBe(0)
  })

  it('takes over a lease past its time, whose holder died', async () => {
    const fake = freshInstallation()
    fake.states.put('refreshLease', heldByOther(-1), 15_000)
    const { result, ms } = await elapse(withLease(fake, 'refreshLease', async () => 'done'))
    expect(result).toBe('done')
    expect(ms).toBeLessThan(1_000)
  })

  it('gives an abandoned lease to one of several takers only', async () => {
    const fake = freshInstallation()
    fake.states.put('refreshLease', heldByOther(-1), 15_000)
    let workers = 0
    const work = async () => {
      workers++
      await wait(5_000)
      return 'worked'
    }
    const meanwhile = async () => (workers > 0 ? 'left it to the other' : undefined)
    const takers = [1, 2, 3].map(() => withLease(again(fake), 'refreshLease', work, meanwhile))
    const { result } = await elapse(Promise.all(takers))
    expect(workers).toBe(1)
    expect(result.filter((outcome) => outcome === 'worked')).toHaveLength(1)
  })

  it('gives an abandoned lease to one of two takers only, when one of them writes later', async () => {
    const fake = freshInstallation()
    fake.states.put('refreshLease', heldByOther(-1), 15_000)
    const late = again(fake)
    late.states.slow('setState', 'refreshLease', 150)
    const workers: string[] = []
    const meanwhile = async () => (workers.length > 0 ? 'left it to the other' : undefined)
    const take = (taker: typeof fake, name: string) =>
      withLease(
        taker,
        'refreshLease',
        async () => {
          workers.push(name)
          await wait(2_000)
          return name
        },
        meanwhile
      )
    await elapse(Promise.all([take(again(fake), 'prompt'), take(late, 'late')]))
    expect(workers).toEqual(['late'])
  })

  it("leaves another's lease alone when the work took longer than its own", async () => {
    const fake = freshInstallation()
    const others = heldByOther(60_000)
    const work = async () => {
      await wait(16_000)
      fake.states.put('refreshLease', others, 15_000)
    }
    await elapse(withLease(fake, 'refreshLease', work))
    expect(fake.states.stored('refreshLease')).toEqual(others)
  })

  it('gives up when the lease cannot be had, without doing the work', async () => {
    const fake = freshInstallation()
    fake.states.put('refreshLease', heldByOther(3_600_000), 3_600_000)
    const { result, ms } = await elapse(failureOf(withLease(fake, 'refreshLease', () => expect.fail('worked'))))
    expect(result).toMatchObject({ name: 'GhlError', details: { retryable: true } })
    expect(ms).toBeGreaterThanOrEqual(15_000)
    expect(ms).toBeLessThanOrEqual(30_000)
  })

  it('does not hold up the next one once it is free again', async () => {
    const fake = freshInstallation()
    await elapse(withLease(fake, 'refreshLease', async () => 'first'))
    await pass(10)
    const { ms } = await elapse(withLease(again(fake), 'refreshLease', async () => 'second'))
    expect(ms).toBeLessThan(50)
  })
})
