import { describe, expect, it } from 'vitest'
import { seedIds } from '../../../sandbox/gohighlevel'
import { call, createContact, sandbox, sendMessage, useSandbox, uuid } from './support'

useSandbox()

type Fields = Record<string, unknown>

/** Status and text, and the shape that all of them have. */
async function refuse(fields: Fields): Promise<unknown[]> {
  const { status, body } = await sendMessage(fields)
  expect(body).toEqual({ status, message: body.message, name: 'HttpException', traceId: expect.stringMatching(uuid) })
  return [status, body.message]
}

function change(contactId: string, fields: Fields): void {
  const contact = sandbox.store.contacts.get(contactId)
  if (contact) sandbox.store.contacts.set(contactId, { ...contact, ...fields })
}

let count = 0
async function create(fields: Fields = {}): Promise<string> {
  count += 1
  const { id } = await createContact({ email: `send${count}@example.com`, phone: `+1555030${1000 + count}`, ...fields })
  return String(id)
}

describe('what cannot be sent', () => {
  it.each([
    ['a property that is not described', { locationId: 'x' }, 'property locationId should not exist'],
    ['an unknown type', { type: 'Fax' }, expect.stringContaining('type must be one of')],
    ['GMB', { type: 'GMB' }, expect.stringContaining('type must be one of')],
    ['the name that lists have for a type', { type: 'TYPE_SMS' }, expect.stringContaining('type must be one of')],
    ['an unknown status', { status: 'sent' }, expect.stringContaining('status must be one of')],
    ['receivers in a list', { emailTo: ['a@example.com'] }, 'emailTo must be a string'],
    ['copies that are no list', { emailCc: 'a@example.com' }, 'emailCc must be an array'],
    ['files that are no texts', { attachments: [{ url: 'x' }] }, 'each value in attachments must be a string'],
    ['a time as a text', { scheduledTimestamp: '1' }, expect.stringContaining('scheduledTimestamp must be a number')],
    ['Custom without a provider', { type: 'Custom' }, 'conversationProviderId should not be empty'],
    ['no contact', { contactId: undefined }, 'contactId should not be empty'],
  ])('is refused with a list: %s', async (_case, fields, complaint) => {
    const answer = await sendMessage({ message: 'Hi', ...fields })
    expect([answer.status, answer.body.message]).toEqual([422, expect.arrayContaining([complaint])])
  })

  it('is refused for contacts that are not there or elsewhere, as in other routes', async () => {
    const missing = await sendMessage({ contactId: 'unknown', message: 'Hi' })
    expect([missing.status, missing.body.error]).toEqual([400, 'Contact with id unknown not found'])
    expect((await sendMessage({ contactId: seedIds.foreignContact, message: 'Hi' })).status).toBe(403)
  })

  it('is what nothing is in, and a mail that has a text in place of HTML', async () => {
    const refusal = [422, 'There is no message or attachments for this message. Skip sending.']
    for (const fields of [{}, { message: '' }, { attachments: [] }, { type: 'Email', message: 'Hi', subject: 'Hi' }]) {
      expect(await refuse(fields)).toEqual(refusal)
    }
  })

  it('is anything but comments to a contact that wants nothing', async () => {
    const contactId = await create({ dnd: true })
    for (const type of ['SMS', 'IG', 'Email']) {
      expect(await refuse({ contactId, type, html: 'Hi' })).toEqual([400, 'Cannot send message as DND is active'])
    }
    expect((await sendMessage({ contactId, type: 'InternalComment', message: 'Hi' })).status).toBe(200)
  })

  it.each(['SMS', 'Email', 'WhatsApp', 'FB'])('is %s to a contact that does not want it', async (type) => {
    for (const status of ['active', 'permanent', 'inactive']) {
      const contactId = await create({ dndSettings: { [type]: { status, message: '', code: '' } } })
      const refusal = [400, `Cannot send message as DND is active for ${type}`]
      if (status !== 'inactive') expect(await refuse({ contactId, type, html: 'Hi' })).toEqual(refusal)
      else expect((await sendMessage({ contactId, type, html: 'Hi', templateId: 't' })).status).toBe(200)
      expect((await sendMessage({ contactId, type: 'TIKTOK', message: 'Hi' })).status).toBe(200)
    }
  })

  it('is what needs a phone number or an address that the contact lacks', async () => {
    const silent = await create({ phone: undefined })
    for (const type of ['SMS', 'RCS', 'WhatsApp']) {
      expect(await refuse({ contactId: silent, type, message: 'Hi' })).toEqual([400, 'Missing phone number'])
    }
    const contactId = await create({ email: undefined })
    const invalid = "Unable to send e-mail, contact's e-mail is invalid"
    expect(await refuse({ contactId, type: 'Email', html: 'Hi' })).toEqual([400, invalid])
  })

  it('is a mail to an address that is not one of the contact, letter for letter', async () => {
    const mail = { type: 'Email', html: 'Hi' }
    const text = "Cannot send message as emailTo is not under contact's primary or additional emails"
    for (const emailTo of ['x@example.com', 'Ada.Example@example.com']) {
      expect(await refuse({ ...mail, emailTo })).toEqual([400, text])
    }
    change(seedIds.secondContact, { additionalEmails: ['ben@work.example.com'] })
    const own = { ...mail, contactId: seedIds.secondContact, emailTo: 'ben@work.example.com' }
    expect((await sendMessage(own)).status).toBe(200)
    expect(sandbox.conversations.inboxOf(seedIds.secondContact)).toMatchObject([{ to: ['ben@work.example.com'] }])
  })

  it('is a text message of more than 1600 characters', async () => {
    expect((await sendMessage({ message: 'x'.repeat(1600) })).status).toBe(200)
    expect(await refuse({ message: 'x'.repeat(1601) })).toEqual([400, expect.stringContaining('1600')])
    expect((await sendMessage({ type: 'FB', message: 'x'.repeat(1601) })).status).toBe(200)
  })

  it('is a WhatsApp message later than a day after the last one of the contact, but for a template', async () => {
    const contactId = await create()
    const whatsapp = { contactId, type: 'WhatsApp', message: 'Hi' }
    const refusal = [400, expect.stringMatching(/24 hour.*template/)]
    sandbox.conversations.receive(contactId, { type: 'SMS', body: 'Hi' })
    expect(await refuse(whatsapp)).toEqual(refusal)
    sandbox.conversations.receive(contactId, { type: 'WhatsApp', body: 'Hi' })
    expect((await sendMessage(whatsapp)).status).toBe(200)
    sandbox.store.advanceClock(24 * 3_600_000)
    const { access_token: token } = sandbox.issueTokens()
    const late = await call('POST', '/conversations/messages', { body: whatsapp, token })
    const rescued = await call('POST', '/conversations/messages', { body: { ...whatsapp, templateId: 't' }, token })
    sandbox.store.advanceClock(-24 * 3_600_000)
    expect([late.status, late.body.message]).toEqual(refusal)
    expect(rescued.status).toBe(200)
  })

  it('is live chat without a visitor', async () => {
    const contactId = await create()
    const chat = { contactId, type: 'Live_Chat', message: 'Hi' }
    expect(await refuse(chat)).toEqual([400, expect.stringContaining('live chat')])
    change(contactId, { visitorId: 'visitor1' })
    expect((await sendMessage(chat)).status).toBe(200)
    expect((await call('GET', `/contacts/${contactId}`)).body.contact).toMatchObject({ visitorId: 'visitor1' })
  })

  it('is one for a time that is over, or in milliseconds', async () => {
    const now = Math.floor(sandbox.store.now() / 1000)
    const times = [
      [now * 1000 + 60_000, 'scheduledTimestamp must be in seconds'],
      [now - 1, 'scheduledTimestamp must be in the future'],
      [0, 'scheduledTimestamp must be in the future'],
    ]
    for (const [scheduledTimestamp, text] of times) {
      expect(await refuse({ message: 'Later', scheduledTimestamp })).toEqual([400, text])
    }
  })
})
