/** Files on their way into GoHighLevel, and the sign that the bot is writing. */
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { connected, refusalOf } from '../support/actions'
import { ghlScope, useFakeNetwork } from '../support/network'
import { answerBy, byRoute, linesOf, onlyOf, refusedWith, run } from '../support/routes'
import { watchForLeaks } from '../support/secrets'

useFakeNetwork()
watchForLeaks()

const CONVERSATION = 'conversation00000001'
const CONTACT = 'contact0000000000001'
const ROUTE = '/conversations/messages'

describe('uploadAttachment', () => {
  const FILES = 'https://files.example.com'
  const stored = 'https://storage.example.com/price-list.pdf'

  /** Gives back each upload as its headers and its parts by name. */
  function answerUploads() {
    const uploads: { headers: Record<string, unknown>; form: Promise<FormData> }[] = []
    ghlScope()
      .persist()
      .post(`${ROUTE}/upload`)
      .reply(function (_uri, body) {
        const { headers } = this.req
        // nock gives a body that is no JSON as text.
        const form = new Response(String(body), {
          headers: { 'content-type': String(headers['content-type']) },
        }).formData()
        uploads.push({ headers, form })
        return [200, { uploadedFiles: { 'price-list.pdf': stored } }]
      })
    return uploads
  }

  it.each<[string, Record<string, string>]>([
    ['conversation', { conversationId: CONVERSATION }],
    ['contact', { contactId: CONTACT }],
  ])('copies a file for a %s', async (_which, whose) => {
    nock(FILES).get('/price-list.pdf').reply(200, 'the list', { 'content-type': 'application/pdf; charset=binary' })
    const uploads = answerUploads()
    const installation = connected()
    const outcome = await run('uploadAttachment', { fileUrl: `${FILES}/price-list.pdf`, ...whose }, installation)
    expect(outcome).toEqual({
      success: true,
      message: 'File uploaded',
      data: { url: stored, uploadedFiles: { 'price-list.pdf': stored } },
    })
    const [upload] = uploads
    expect(uploads).toHaveLength(1)
    expect(upload?.headers).toMatchObject({
      authorization: `Bearer ${installation.states.stored('credentials')?.accessToken}`,
      version: '2021-04-15',
      'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/),
    })
    const { fileAttachment, ...fields } = Object.fromEntries((await upload?.form) ?? [])
    expect(fields).toEqual({ locationId: 'location-1', ...whose })
    if (!(fileAttachment instanceof File)) return expect.fail('There is no file')
    expect([fileAttachment.name, fileAttachment.type, await fileAttachment.text()]).toEqual([
      'price-list.pdf',
      'application/pdf',
      'the list',
    ])
  })

  it.each([
    ['/R%C3%B6ntgen%20plan.pdf', 'Röntgen plan.pdf'],
    ['/folder/', 'file'],
  ])('has the name that its URL ends with: %s', async (path, name) => {
    nock(FILES).get(path).reply(200, 'x')
    const uploads = answerUploads()
    await run('uploadAttachment', { fileUrl: FILES + path, contactId: CONTACT })
    const file = (await uploads[0]?.form)?.get('fileAttachment')
    expect(file instanceof File && file.name).toBe(name)
  })

  it("is asked of the file's own server without GoHighLevel's token", async () => {
    const heard: Record<string, unknown>[] = []
    nock(FILES)
      .get('/a.txt')
      .reply(function () {
        heard.push(this.req.headers)
        return [200, 'text']
      })
    const uploads = answerUploads()
    await run('uploadAttachment', { fileUrl: `${FILES}/a.txt`, fileName: 'note.txt', contactId: CONTACT })
    expect(heard).toHaveLength(1)
    expect(Object.keys(heard[0] ?? {})).not.toContain('authorization')
    const sent = (await uploads[0]?.form)?.get('fileAttachment')
    expect(sent instanceof File && sent.name).toBe('note.txt')
  })

  it.each<[string, number, string | Buffer, string]>([
    ['is too large', 200, Buffer.alloc(5 * 1024 * 1024 + 1), 'larger than 5 MB'],
    ['is not there', 404, 'no', 'status 404'],
  ])('uploads nothing of a file that %s', async (_what, status, content, words) => {
    nock(FILES).get('/f').reply(status, content)
    const uploads = answerUploads()
    const said = await refusedWith('FILE_NOT_USABLE', 'uploadAttachment', { fileUrl: `${FILES}/f`, contactId: CONTACT })
    expect(said).toContain(words)
    expect(uploads).toEqual([])
  })

  it.each([
    'file:///etc/passwd',
    'price-list.pdf',
    'ftp://files.example.com/a',
    'https://user:word@files.example.com/a',
  ])('takes no address like %s', async (fileUrl) => {
    const uploads = answerUploads()
    await refusedWith('FILE_NOT_USABLE', 'uploadAttachment', { fileUrl, contactId: CONTACT })
    expect(uploads).toEqual([])
  })

  it('wants to know for whom', async () => {
    expect(await refusalOf('uploadAttachment', { fileUrl: `${FILES}/a` })).toContain('Give conversationId or contactId')
  })
})

describe('sendTypingIndicator', () => {
  const TYPING = 'POST /conversations/providers/live-chat/typing'
  const inChat = (contact: object) =>
    byRoute({
      [`GET /conversations/${CONVERSATION}`]: { body: { id: CONVERSATION, contactId: CONTACT } },
      [`GET /contacts/${CONTACT}`]: { body: { contact: { id: CONTACT, ...contact } } },
      [TYPING]: { status: 201, body: { success: true } },
    })

  it.each([
    [{}, 'true'],
    [{ isTyping: false }, 'false'],
  ])('tells the live chat of the visitor: %o', async (fields, isTyping) => {
    const asked = answerBy(inChat({ visitorId: 'visitor-1' }))
    expect(await run('sendTypingIndicator', { conversationId: CONVERSATION, ...fields })).toMatchObject({
      success: true,
    })
    expect(onlyOf(asked, TYPING)).toMatchObject({
      body: { locationId: 'location-1', conversationId: CONVERSATION, visitorId: 'visitor-1', isTyping },
      version: '2021-04-15',
    })
  })

  it('says so where the contact is in no live chat', async () => {
    const asked = answerBy(inChat({}))
    await refusedWith('NO_LIVE_CHAT', 'sendTypingIndicator', { conversationId: CONVERSATION })
    expect(linesOf(asked)).not.toContain(TYPING)
  })
})
