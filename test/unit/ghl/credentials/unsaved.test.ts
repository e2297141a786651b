/** A renewed pair that Botpress did not take. */
import { beforeEach, expect, it } from 'vitest'
import { openGhl } from '../../../../src/ghl/client'
import { elapse, fakeClock, pass } from '../../support/clock'
import { freshPair, pairOf, startGhl } from '../../support/ghl'
import { again, fakeApp, freshInstallation } from '../../support/installation'
import { useFakeNetwork } from '../../support/network'
import { failureOf, watchForLeaks } from '../../support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const WRITES_PER_ATTEMPT = 4

it('a renewed pair that could not be stored is kept, and stored by the next call even after the window', async () => {
  const old = freshPair()
  const fake = freshInstallation({ configuration: fakeApp(), credentials: { ...old, expiresAt: Date.now() - 1 } })
  const ghl = startGhl({ ...freshPair(), refreshToken: old.refreshToken })
  const call = async () => (await openGhl(caller)).get('/x')
  const caller = again(fake)
  caller.states.fail('setState', 'credentials', WRITES_PER_ATTEMPT)
  await elapse(failureOf(call()))
  expect(ghl.calls).toEqual([])
  expect(pairOf(fake.states.stored('credentials'))).toEqual(old)

  await pass(60_000)
  expect((await elapse(call())).result).toEqual({ id: 'fakeobject' })
  expect(ghl.refreshes).toHaveLength(1)
  expect(pairOf(fake.states.stored('credentials'))).toEqual(ghl.current)
})

it('a kept pair gives way to a connection made meanwhile', async () => {
  const old = freshPair()
  const fake = freshInstallation({ configuration: fakeApp(), credentials: { ...old, expiresAt: Date.now() - 1 } })
  const ghl = startGhl({ ...freshPair(), refreshToken: old.refreshToken })
  const caller = again(fake)
  caller.states.fail('setState', 'credentials', WRITES_PER_ATTEMPT)
  await elapse(failureOf(openGhl(caller)))

  const reconnected = freshPair()
  ghl.current = reconnected
  const stored = fake.states.stored('credentials')
  if (!stored) return expect.fail('nothing is stored')
  fake.states.put('credentials', { ...stored, ...reconnected, expiresAt: Date.now() + 86_399_000 })
  await elapse(openGhl(caller).then((api) => api.get('/x')))
  expect(ghl.calls).toEqual([reconnected.accessToken])
  expect(pairOf(fake.states.stored('credentials'))).toEqual(reconnected)
})
