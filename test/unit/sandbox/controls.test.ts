import { describe, expect, it } from 'vitest'
import { call, createContact, locationId, sandbox, useSandbox } from './support'

useSandbox()

describe('controls for tests', () => {
  it('records what was sent, on which connection, and what was answered', async () => {
    await call('GET', `/contacts/${encodeURIComponent('a/b')}?x=1&x=2`)
    await call('POST', '/contacts/', { body: { locationId, phone: 1 } })
    const [first, second] = sandbox.requests
    expect(first).toMatchObject({ method: 'GET', path: '/contacts/a%2Fb', query: { x: ['1', '2'] }, status: 400 })
    expect(second).toMatchObject({ body: { locationId, phone: 1 }, status: 422 })
    expect(second?.headers.version).toBe('2021-07-28')
    expect(second?.connectionId).toBeGreaterThan(0)
  })

  it('sends a planned answer exactly as given, as often as asked', async () => {
    const fault = { status: 502, body: '<html>Bad gateway</html>', headers: { 'x-from': 'gateway' } }
    sandbox.faults.next({ method: 'GET', path: /^\/contacts\//, times: 2 }, fault)
    const answers = [
      await call('GET', '/contacts/x'),
      await call('GET', '/contacts/x'),
      await call('GET', '/contacts/x'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([502, 502, 400])
    expect(answers[0]?.headers.get('content-type')).toContain('text/html')
    expect(answers[0]?.headers.get('x-ratelimit-max')).toBeNull()
  })

  it('resets a connection before the route runs, or after it has had its effect', async () => {
    const { id } = await createContact({ email: 'reset@example.com' })
    sandbox.faults.next({ path: '/contacts' }, 'reset')
    await expect(call('DELETE', `/contacts/${id}`)).rejects.toThrow()
    expect(sandbox.store.contacts.has(String(id))).toBe(true)
    sandbox.faults.next({ path: '/contacts' }, { answerThenReset: true })
    await expect(call('DELETE', `/contacts/${id}`)).rejects.toThrow()
    expect(sandbox.store.contacts.has(String(id))).toBe(false)
  })

  it('shows the inbox of a contact by date, and keeps it when it forgets what was asked', async () => {
    const { receive, inboxOf } = sandbox.conversations
    const contactId = String((await createContact({ email: 'inbox@example.com' })).id)
    receive(contactId, { type: 'SMS', body: 'Second', dateAdded: '2026-03-02T10:00:00.000Z' })
    receive(contactId, { type: 'SMS', body: 'First', dateAdded: '2026-03-01T10:00:00.000Z' })
    for (const body of ['Third', 'Fourth']) receive(contactId, { type: 'SMS', body })
    sandbox.reset()
    expect(inboxOf(contactId).map(({ body }) => body)).toEqual(['First', 'Second', 'Third', 'Fourth'])
    expect(() => receive('unknown', { type: 'SMS' })).toThrow('unknown')
  })

  it('leaves a request without an answer, or answers late', async () => {
    sandbox.faults.next({}, 'hang')
    const signal = AbortSignal.timeout(100)
    await expect(fetch(`${sandbox.apiUrl}/contacts/x`, { signal })).rejects.toThrow()
    sandbox.faults.next({}, { delayMs: 50 })
    const from = Date.now()
    expect((await call('GET', '/contacts/x')).status).toBe(400)
    expect(Date.now() - from).toBeGreaterThanOrEqual(45)
  })
})
