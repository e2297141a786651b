import { describe, expect, it, vi } from 'vitest'
import { fakeClock } from '../support/clock'
import { beginConsent, comeBack, startConsent, unconnected, visit } from '../support/consent'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const failedWith = (title: string) => expect.stringContaining(`<h1>${title}</h1>`)

describe('GET /oauth with a wrong state', () => {
  const NO_LONGER_VALID = failedWith('This link is no longer valid')

  it.each(['', 'wrong', 'x'.repeat(32), '\u0000', 'ü'])('exchanges nothing for the state %j', async (state) => {
    const { installation, app } = unconnected()
    await beginConsent(installation)
    const consent = startConsent(app)
    const page = await comeBack(installation, { code: consent.code, state })
    expect(page).toMatchObject({ status: 400, body: NO_LONGER_VALID })
    expect(page.body).toContain(`href="${installation.webhookUrl}/oauth/start"`)
    expect(consent.exchanges).toEqual([])
  })

  it('takes a state until ten minutes have passed, and not after', async () => {
    fakeClock()
    const { installation, app } = unconnected()
    const consent = startConsent(app)
    const [early, late] = [await beginConsent(installation), await beginConsent(installation)]
    vi.setSystemTime(Date.now() + 599_000)
    const inTime = await comeBack(installation, { code: consent.code, state: early })
    expect(inTime.status).toBe(200)
    vi.setSystemTime(Date.now() + 2_000)
    const tooLate = await comeBack(installation, { code: consent.code, state: late })
    expect(tooLate).toMatchObject({ status: 400, body: NO_LONGER_VALID })
    expect(consent.exchanges).toHaveLength(1)
  })

  it('takes a state once', async () => {
    const { installation, app } = unconnected()
    const consent = startConsent(app)
    const state = await beginConsent(installation)
    await comeBack(installation, { code: consent.code, state })
    const again = await comeBack(installation, { code: consent.code, state })
    expect(again).toMatchObject({ status: 400, body: NO_LONGER_VALID })
    expect(consent.exchanges).toHaveLength(1)
  })

  it('takes no state of another installation', async () => {
    const { installation, app } = unconnected()
    const consent = startConsent(app)
    const state = await beginConsent(unconnected().installation)
    expect((await comeBack(installation, { code: consent.code, state })).status).toBe(400)
    expect(consent.exchanges).toEqual([])
  })
})

describe('GET /oauth without a state, as from a link built by hand', () => {
  it('connects what is not connected yet', async () => {
    const { installation, app, announced } = unconnected()
    const consent = startConsent(app)
    expect((await visit(installation, `/oauth?code=${consent.code}`)).status).toBe(200)
    expect(installation.states.stored('credentials')).toMatchObject(consent.pair)
    expect(announced).toHaveLength(1)
  })

  it('connects again what was lost', async () => {
    const { installation, app } = unconnected({}, { credentials: { lost: 'The connection was revoked.' } })
    const consent = startConsent(app)
    expect((await visit(installation, `/oauth?code=${consent.code}`)).status).toBe(200)
    expect(installation.states.stored('credentials')).toMatchObject(consent.pair)
    expect(installation.states.stored('credentials')).not.toHaveProperty('lost')
  })

  it('never replaces a connection', async () => {
    const { installation, app } = unconnected({}, { credentials: {} })
    const before = installation.states.stored('credentials')
    const consent = startConsent(app)
    const page = await visit(installation, `/oauth?code=${consent.code}`)
    expect(page).toMatchObject({ status: 400, body: failedWith('GoHighLevel is connected already') })
    expect(consent.exchanges).toEqual([])
    expect(installation.states.stored('credentials')).toEqual(before)
  })
})
