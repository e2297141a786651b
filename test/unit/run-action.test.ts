import { RuntimeError, z } from '@botpress/sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineAction } from '../../src/actions/action'
import { runAction } from '../../src/run-action'
import { elapse, fakeClock } from './support/clock'
import { freshInstallation, type FakeInstallation } from './support/installation'
import { ghlScope, socketError, useFakeNetwork } from './support/network'
import { failureOf, hearMessage, privateText, watchForLeaks } from './support/secrets'

useFakeNetwork()
watchForLeaks()
beforeEach(fakeClock)

const action = defineAction({
  title: 'Save',
  description: 'Save something',
  scopes: [],
  example: { id: 'a' },
  input: z.object({
    id: z.string().trim().min(1).describe('ID'),
    name: z.string().optional().describe('Name'),
    nickname: z.string().nullable().optional().describe('Can be cleared'),
    age: z.number().optional().describe('Age'),
    colour: z.enum(['red', 'green']).optional().describe('Colour'),
    tags: z.array(z.string()).optional().describe('Tags'),
    nested: z
      .object({ list: z.array(z.object({ size: z.number() })) })
      .optional()
      .describe('Nested'),
    day: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .optional()
      .describe('Day'),
  }),
  data: z.object({ id: z.string().optional(), size: z.number().optional() }).passthrough(),
  done: 'Saved',
  run: (ghl, input) => ghl.post('/x', input),
})

const connected = () => freshInstallation({ credentials: {} })

async function run(input: object, fake: FakeInstallation = connected()) {
  const { result } = await elapse(runAction('save', action, fake, input))
  hearMessage(result)
  return { outcome: result, lines: fake.lines }
}

/** The message of the RuntimeError that this input leads to. No request is expected. */
async function refused(input: object): Promise<string> {
  const fake = connected()
  const { result } = await elapse(failureOf(runAction('save', action, fake, input)))
  expect(result).toBeInstanceOf(RuntimeError)
  expect(result.message).toMatch(/^save: .*Nothing was sent to GoHighLevel\.$/)
  expect(fake.lines).toEqual([expect.stringMatching(/^error save: failed in \d+ ms$/)])
  return result.message
}

/** What is sent for this input. */
async function sentFor(input: object): Promise<unknown> {
  const bodies: unknown[] = []
  ghlScope()
    .post('/x')
    .reply((_uri, body) => {
      bodies.push(body)
      return [200, {}]
    })
  await run(input)
  return bodies[0]
}

describe('the input', () => {
  it('with an unknown field is refused, naming it and the fields there are', async () => {
    const message = await refused({ id: 'a', colr: 'red', more: 1 })
    expect(message).toContain('there is no field colr, more')
    expect(message).toContain('id, name, nickname, age, colour, tags, nested, day')
  })

  it('without a required field is refused, naming it', async () => {
    expect(await refused({ name: 'x' })).toContain('id is required')
    expect(await refused({ id: '' })).toContain('id is required')
    expect(await refused({ id: null })).toContain('id is required')
  })

  it('of blanks for a required field is refused, naming it', async () => {
    expect(await refused({ id: '  ' })).toMatch(/: id/)
  })

  it('of the wrong type is refused, naming field and types', async () => {
    const message = await refused({ id: 'a', age: 'old', tags: 'x', name: 7 })
    expect(message).toContain('age must be of type number, not string')
    expect(message).toContain('tags must be of type array, not string')
    expect(message).toContain('name must be of type string, not number')
  })

  it('deep inside is named by its path', async () => {
    const message = await refused({ id: 'a', tags: ['x', 1], nested: { list: [{ size: 1 }, { size: 'x' }] } })
    expect(message).toContain('tags[1] must be')
    expect(message).toContain('nested.list[1].size must be')
  })

  it('that is none of the options is refused, listing them', async () => {
    expect(await refused({ id: 'a', colour: 'blue' })).toContain('colour must be one of red, green')
  })

  it('that breaks another rule is refused, naming the field', async () => {
    expect(await refused({ id: 'a', day: 'tomorrow' })).toMatch(/: day: /)
  })

  it('is never repeated in the message', async () => {
    const value = privateText('input')
    for (const input of [
      { id: 'a', age: value },
      { id: 'a', colour: value },
      { id: 'a', day: value },
    ]) {
      expect(await refused(input)).not.toContain(value)
    }
  })

  it.each(['constructor', 'toString', '__proto__'])(
    'with a field called %s is refused like any other',
    async (name) => {
      const input: object = JSON.parse(`{"id":"a","${name}":null}`)
      expect(await refused(input)).toContain(name)
    }
  )

  it('left empty counts as not given', async () => {
    const input = { id: 'a', name: '', age: null, colour: '', tags: null, nested: null, nickname: '', day: undefined }
    expect(await sentFor(input)).toEqual({ id: 'a' })
  })

  it('of null stays where the field can be cleared with it', async () => {
    expect(await sentFor({ id: 'a', nickname: null, name: null })).toEqual({ id: 'a', nickname: null })
  })

  it('of 0, false and empty lists is given', async () => {
    expect(await sentFor({ id: 'a', age: 0, tags: [] })).toEqual({ id: 'a', age: 0, tags: [] })
  })

  it('is checked before the connection: nothing is read, nothing is sent', async () => {
    const fake = connected()
    await elapse(failureOf(runAction('save', action, fake, {})))
    expect(fake.states.calls).toEqual([])
  })
})

describe('the answer', () => {
  it('of a success has the message of the action and the data, shaped to the schema', async () => {
    ghlScope()
      .post('/x')
      .reply(201, { id: 5, size: '7', extra: { kept: true }, gone: null })
    const { outcome, lines } = await run({ id: 'a' })
    expect(outcome).toEqual({
      success: true,
      message: 'Saved',
      data: { id: '5', size: 7, extra: { kept: true }, gone: null },
    })
    expect(lines).toEqual([expect.stringMatching(/^debug save: done in \d+ ms$/)])
  })

  it('of an action without data has none', async () => {
    ghlScope().post('/x').reply(200, { succeded: true })
    const { data: _, ...bare } = action
    const { result } = await elapse(runAction('save', bare, connected(), { id: 'a' }))
    expect(result).toEqual({ success: true, message: 'Saved' })
  })

  it('of a refusal says so without throwing, with what a flow can branch on', async () => {
    const words = privateText('words')
    ghlScope()
      .post('/x')
      .reply(400, { message: `duplicated contacts ${words}`, traceId: 'trace-1', meta: { contactId: 'c1' } })
    const { outcome, lines } = await run({ id: 'a' })
    expect(outcome).toEqual({
      success: false,
      message: expect.stringContaining(words),
      error: { status: 400, code: 'CONTACT_DUPLICATE', traceId: 'trace-1', retryable: false, existingId: 'c1' },
    })
    expect(lines).toEqual([expect.stringMatching(/^warn save: refused in \d+ ms, status 400, traceId trace-1$/)])
  })

  it('of a broken connection says that nobody knows whether it happened', async () => {
    ghlScope().post('/x').replyWithError(socketError('ECONNRESET'))
    const { outcome, lines } = await run({ id: 'a' })
    expect(outcome).toMatchObject({ success: false, error: { code: 'UNREACHABLE', retryable: true } })
    expect(outcome.message).toMatch(/not known whether/)
    expect(lines).toEqual([expect.stringMatching(/^warn .*status none, traceId none$/)])
  })

  it('of a page instead of data is a refusal', async () => {
    ghlScope().post('/x').reply(200, '<html>maintenance</html>', { 'content-type': 'text/html' })
    expect((await run({ id: 'a' })).outcome).toMatchObject({ success: false, error: { code: 'UNEXPECTED_ANSWER' } })
  })
})

describe('what the bot builder must mend', () => {
  it('is thrown: no connection', async () => {
    const fake = freshInstallation()
    const { result } = await elapse(failureOf(runAction('save', action, fake, { id: 'a' })))
    expect(result).toBeInstanceOf(RuntimeError)
    expect(fake.lines).toEqual([expect.stringMatching(/^error save: failed/)])
  })

  it('is thrown: a lost connection, with the reason', async () => {
    const fake = freshInstallation({ credentials: { lost: 'It was revoked.' } })
    const { result } = await elapse(failureOf(runAction('save', action, fake, { id: 'a' })))
    expect(result).toBeInstanceOf(RuntimeError)
    expect(result.message).toContain('It was revoked.')
  })
})

describe('the log', () => {
  it('has one line per action, without input, body, token or answer', async () => {
    const [name, answer] = [privateText('name'), privateText('answer')]
    for (const status of [200, 422, 503]) {
      ghlScope().post('/x').reply(status, { id: answer, message: answer, traceId: 'trace-2' })
      const { lines } = await run({ id: 'a', name })
      expect(lines).toHaveLength(1)
      expect(lines[0]).not.toContain(answer)
    }
  })
})
