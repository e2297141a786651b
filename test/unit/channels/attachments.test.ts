/** Files that contacts send. */
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { answerGhl, inbox, write } from './support/inbox'

useFakeNetwork()
watchForLeaks()

const FILES = 'https://files.example.com'
const at = (name: string) => `${FILES}/media/${name}`

describe('a file that a contact sends', () => {
  it.each([
    ['photo.jpg', 'image', { imageUrl: at('photo.jpg') }],
    ['PHOTO.PNG?token=1', 'image', { imageUrl: at('PHOTO.PNG?token=1') }],
    ['photo.heic', 'image', { imageUrl: at('photo.heic') }],
    ['voice.m4a', 'audio', { audioUrl: at('voice.m4a') }],
    ['voice.ogg', 'audio', { audioUrl: at('voice.ogg') }],
    ['clip.mp4', 'video', { videoUrl: at('clip.mp4') }],
    ['price%20list.pdf', 'file', { fileUrl: at('price%20list.pdf'), title: 'price list.pdf' }],
    ['bad%name.pdf', 'file', { fileUrl: at('bad%name.pdf'), title: 'bad%name.pdf' }],
  ])('%s becomes a message of the type %s by the ending of its name', async (name, type, payload) => {
    answerGhl()
    const one = inbox()
    const messages = await write(one, { body: '', attachments: [at(name)] })
    expect(messages.map(({ type: kind, payload: held }) => ({ kind, held }))).toEqual([{ kind: type, held: payload }])
  })

  it.each([
    ['image/jpeg', 'image', { imageUrl: at('ME123') }],
    ['audio/amr; charset=binary', 'audio', { audioUrl: at('ME123') }],
    ['video/3gpp', 'video', { videoUrl: at('ME123') }],
    ['application/pdf', 'file', { fileUrl: at('ME123'), title: 'ME123' }],
  ])('without an ending becomes what its server says: %s', async (contentType, type, payload) => {
    answerGhl()
    const asked: string[] = []
    nock(FILES)
      .head('/media/ME123')
      .reply(function () {
        asked.push(String(this.req.headers.authorization))
        return [200, '', { 'content-type': contentType }]
      })
    const one = inbox()
    const [message] = await write(one, { body: '', attachments: [at('ME123')] })
    expect(message).toMatchObject({ type, payload })
    // GoHighLevel's token is for GoHighLevel only.
    expect(asked).toEqual(['undefined'])
  })

  it.each<[string, (scope: nock.Interceptor) => void]>([
    ['is gone', (scope) => void scope.reply(404)],
    ['fails', (scope) => void scope.reply(500)],
    ['cannot be reached', (scope) => void scope.replyWithError('fake failure')],
    ['says nothing of it', (scope) => void scope.reply(200)],
  ])('whose server %s is passed on as a file: it is not lost', async (_how, answer) => {
    answerGhl()
    answer(nock(FILES).head('/media/ME123'))
    const one = inbox()
    const [message] = await write(one, { body: '', attachments: [at('ME123')] })
    expect(message).toMatchObject({ type: 'file', payload: { fileUrl: at('ME123') } })
  })

  it.each([
    'call recording url',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user:secret@example.com/a.png',
    '',
  ])('at %j, which is no address of a file, is left out', async (address) => {
    answerGhl()
    const one = inbox()
    expect(await write(one, { body: 'text', attachments: [address] })).toHaveLength(1)
  })

  it('comes after the text, each in a message of its own and in order', async () => {
    answerGhl()
    const one = inbox()
    const attachments = [at('1.jpg'), at('2.pdf'), at('3.mp4')]
    const messages = await write(one, { body: 'See these', attachments, messageId: 'm1' })
    expect(messages.map(({ type }) => type)).toEqual(['text', 'image', 'file', 'video'])
    expect(messages.map(({ tags }) => tags)).toEqual(['0', '1', '2', '3'].map((part) => ({ messageId: 'm1', part })))
  })

  it('comes alone where nothing was written', async () => {
    answerGhl()
    const one = inbox()
    const messages = await write(one, { body: undefined, attachments: [at('1.jpg')], messageId: 'm1' })
    expect(messages.map(({ type, tags }) => [type, tags.part])).toEqual([['image', '1']])
  })

  it('is taken from a single address as well as from a list', async () => {
    answerGhl()
    const one = inbox()
    expect(await write(one, { body: '', attachments: at('1.jpg') })).toHaveLength(1)
    expect(await write(one, { body: '', attachments: [null, 7, at('1.jpg')] })).toHaveLength(1)
  })
})
