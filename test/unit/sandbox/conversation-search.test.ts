import { beforeAll, describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { type Answer, call, createContact, listOf, locationId, sandbox, useSandbox } from './support'

useSandbox()

const search = (query = ''): Promise<Answer> => call('GET', `/conversations/search?locationId=${locationId}&${query}`)

async function findContacts(query: string): Promise<unknown[]> {
  return listOf(await search(query), 'conversations').map(({ contactId }) => contactId)
}

const at = (time: string): string => `2026-02-01T${time}:00.000Z`

const { contact: ada, secondContact: ben } = seedIds

/** Ada wrote last, by e-mail; Ben was answered in the inbox after he had written. */
beforeAll(() => {
  const { receive, reply } = sandbox.conversations
  receive(ben, { type: 'SMS', body: 'Are you open?', dateAdded: at('08:00') })
  reply(ben, seedIds.user, { type: 'SMS', body: 'We are', dateAdded: at('09:00') })
  receive(ada, { type: 'Email', html: '<p>The invoice</p>', subject: 'Invoice', dateAdded: at('10:00') })
  const contact = sandbox.store.contacts.get(ada)
  if (contact)
    sandbox.store.contacts.set(ada, { ...contact, assignedTo: seedIds.user, followers: [seedIds.secondUser] })
})

describe('conversation search', () => {
  it('finds those of the location, last written first, with dates in epoch ms', async () => {
    const answer = await search()
    const { status, body } = answer
    expect(status).toBe(200)
    const lastMessageDate = Date.UTC(2026, 1, 1, 10)
    const names = { fullName: 'Ada Example', contactName: 'Ada Example' }
    const last = { lastMessageBody: 'The invoice', lastMessageType: 'TYPE_EMAIL', lastMessageDirection: 'inbound' }
    const first = { id: seedIds.conversation, contactId: ada, locationId, ...names, ...last, lastMessageDate }
    expect(body).toMatchObject({ total: 2, traceId: expect.any(String) })
    expect(body.conversations).toMatchObject([
      {
        ...first,
        type: 'TYPE_EMAIL',
        unreadCount: 1,
        starred: false,
        sort: [lastMessageDate],
        assignedTo: seedIds.user,
      },
      { contactId: ben, type: 'TYPE_PHONE', email: 'ben.sample@example.com', phone: '+15550100002', unreadCount: 0 },
    ])
    const [{ dateAdded, dateUpdated } = {}, second = {}] = listOf(answer, 'conversations')
    expect([dateAdded, dateUpdated]).toEqual([expect.any(Number), expect.any(Number)])
    expect(second).not.toHaveProperty('assignedTo')
  })

  it.each([
    [`contactId=${ben}`, [ben]],
    [`id=${seedIds.conversation}`, [ada]],
    [`assignedTo=${seedIds.user}`, [ada]],
    ['assignedTo=unassigned', [ben]],
    [`assignedTo=${seedIds.secondUser},unassigned`, [ben]],
    [`followers=${seedIds.secondUser}`, [ada]],
    ['query=BEN%20sam', [ben]],
    ['query=ada.example@', [ada]],
    ['query=%2B15550100002', [ben]],
    ['query=invoice', [ada]],
    ['query=nobody', []],
    ['status=all', [ada, ben]],
    ['status=recents', [ada, ben]],
    ['status=unread', [ada]],
    ['status=read', [ben]],
    ['status=starred', []],
    ['lastMessageType=TYPE_SMS', [ben]],
    ['lastMessageDirection=inbound', [ada]],
    ['lastMessageAction=manual', [ben]],
    ['lastMessageAction=automated', []],
    [`startDate=${Date.UTC(2026, 1, 1, 10)}`, [ada]],
    [`endDate=${Date.UTC(2026, 1, 1, 9, 30)}`, [ben]],
    ['sort=asc', [ben, ada]],
    ['sortBy=last_message_date&sort=desc', [ada, ben]],
  ])('filters and sorts by %s', async (query, expected) => {
    expect(await findContacts(query)).toEqual(expected)
  })

  it('sorts by what contacts and users wrote when asked to', async () => {
    sandbox.conversations.send(ben, 'workflow', {
      type: 'SMS',
      body: 'Reminder',
      dateAdded: at('11:00'),
    })
    expect(await findContacts('sortBy=last_message_date')).toEqual([ben, ada])
    expect(await findContacts('sortBy=last_manual_message_date')).toEqual([ada, ben])
    expect(await findContacts('lastMessageAction=automated')).toEqual([ben])
  })

  it('finds starred ones', async () => {
    await call('PUT', `/conversations/${seedIds.secondConversation}`, { body: { locationId, starred: true } })
    expect(await findContacts('status=starred')).toEqual([ben])
  })

  it('shows the last message without what is scheduled', async () => {
    const scheduledTimestamp = Math.floor(sandbox.store.now() / 1000) + 60
    const body = { type: 'SMS', contactId: ada, message: 'Later', scheduledTimestamp }
    expect((await call('POST', '/conversations/messages', { body })).status).toBe(200)
    expect(listOf(await search(`contactId=${ada}`), 'conversations')).toMatchObject([
      { lastMessageBody: 'The invoice' },
    ])
  })

  it('says null where the contact has nothing, and names it by its address', async () => {
    const { id } = await createContact({ email: 'only@example.com' })
    const [found] = listOf(await search(`contactId=${id}`), 'conversations')
    expect(found).toMatchObject({ fullName: null, contactName: 'only@example.com', phone: null, lastMessageBody: '' })
    expect(found).toMatchObject({ lastMessageType: 'TYPE_NO_SHOW', email: 'only@example.com' })
    expect(found).not.toHaveProperty('lastMessageDirection')
  })

  it.each(['asc', 'desc'])(
    'goes on after the sort value of the last one (%s), even after many at once',
    async (sort) => {
      const emails = Array.from({ length: 7 }, (_, index) => `${sort}${index}@example.com`)
      await Promise.all(emails.map((email) => createContact({ email, source: 'paging' })))
      const all = await findContacts(`sort=${sort}&limit=100`)
      const seen: unknown[] = []
      let position = ''
      for (let page = 0; page < 20; page += 1) {
        const answer = await search(`sort=${sort}&limit=3${position}`)
        expect(answer.body.total).toBe(all.length)
        const items = listOf(answer, 'conversations')
        seen.push(...items.map(({ contactId }) => contactId))
        if (items.length < 3) break
        position = `&startAfterDate=${String(Object(items.at(-1)?.sort)[0])}`
      }
      expect(seen).toEqual(all)
      expect(new Set(seen).size).toBe(all.length)
    }
  )

  it('gives 20 unless asked for up to 100', async () => {
    const emails = Array.from({ length: 20 }, (_, index) => `many${index}@example.com`)
    for (const email of emails) await createContact({ email })
    expect(listOf(await search(), 'conversations')).toHaveLength(20)
    expect((await search('limit=100')).status).toBe(200)
    expect((await search('limit=101')).status).toBe(400)
  })

  it('refuses what it does not know', async () => {
    const answer = await search('location=x&sort=up&limit=5')
    expect(answer.status).toBe(422)
    const complaints = ['property location should not exist', 'sort must be one of the following values: asc, desc']
    expect(answer.body.message).toEqual(complaints)
    for (const query of ['lastMessageType=SMS', 'status=open', 'startDate=2026-01-01', 'startAfterDate=now']) {
      expect((await search(query)).status).toBe(422)
    }
    expect((await call('GET', '/conversations/search')).status).toBe(403)
    expect((await call('GET', `/conversations/search?locationId=${seedIds.secondLocation}`)).status).toBe(403)
  })

  it('finds a new one only after a while when told to lag', async () => {
    sandbox.store.searchLagMs = 3_000
    const { id } = await createContact({ email: 'late@example.com' })
    const early = await search(`contactId=${id}`)
    sandbox.store.advanceClock(3_001)
    const late = await search(`contactId=${id}`)
    sandbox.store.searchLagMs = 0
    expect([early.body.total, late.body.total]).toEqual([0, 1])
  })
})
