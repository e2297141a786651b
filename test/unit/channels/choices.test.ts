/** Choices are answered by number or label, and reach the bot as the value of the choice. */
import { describe, expect, it } from 'vitest'
import { useFakeNetwork } from '../support/network'
import { watchForLeaks } from '../support/secrets'
import { answerGhl, conversationOn, inbox, lastConversation, say, write } from './support/inbox'

useFakeNetwork()
watchForLeaks()

const options = [
  { label: 'Cleaning', value: 'service_cleaning' },
  { label: 'A new crown!', value: 'service_crown' },
  { label: '24 h emergency', value: 'service_emergency' },
]
const card = {
  title: 'Dr. Ada',
  actions: [
    { action: 'url', label: 'Website', value: 'https://example.com' },
    { action: 'postback', label: 'Book', value: 'book_ada' },
    { action: 'say', label: 'More', value: 'Tell me more about Ada' },
  ],
}

/** What the bot gets for the contact's answers, after it has said this. */
async function answersTo(type: string, payload: Record<string, unknown>, ...answers: string[]): Promise<unknown[]> {
  answerGhl()
  const one = inbox()
  await conversationOn(one, 'SMS')
  await say(one, type, payload)
  const got: unknown[] = []
  for (const body of answers) got.push((await write(one, { body }))[0]?.payload)
  return got
}

describe('an answer to a choice', () => {
  it.each([
    ['1', 'service_cleaning'],
    ['2', 'service_crown'],
    [' 2. ', 'service_crown'],
    ['#2', 'service_crown'],
    ['(3)', 'service_emergency'],
    ['2)', 'service_crown'],
    ['２', 'service_crown'],
    ['Cleaning', 'service_cleaning'],
    ['cleaning.', 'service_cleaning'],
    ['"CLEANING"', 'service_cleaning'],
    ['a new  crown', 'service_crown'],
    ['24 h emergency', 'service_emergency'],
  ])('%j is the value %s', async (answer, value) => {
    const payload = { text: 'What do you need?', options }
    expect(await answersTo('choice', payload, answer)).toEqual([{ text: value, value }])
    expect(await answersTo('dropdown', payload, answer)).toEqual([{ text: value, value }])
  })

  it.each(['0', '4', '1000', '2 please', 'crown', 'I need cleaning and a crown', '1 or 2', '-1', '1.5'])(
    '%j chooses nothing, and stays as it is',
    async (answer) => {
      expect(await answersTo('choice', { text: 'What do you need?', options }, answer)).toEqual([{ text: answer }])
    }
  )

  it('is the next text only: a number in a later one is a number', async () => {
    const payload = { text: 'What do you need?', options }
    expect(await answersTo('choice', payload, '1', '2')).toEqual([
      { text: 'service_cleaning', value: 'service_cleaning' },
      { text: '2' },
    ])
    expect(await answersTo('choice', payload, 'What is a crown?', '2')).toEqual([
      { text: 'What is a crown?' },
      { text: '2' },
    ])
  })

  it('waits for a text: a picture in between answers nothing', async () => {
    answerGhl()
    const one = inbox()
    await conversationOn(one, 'SMS')
    await say(one, 'choice', { text: 'What do you need?', options })
    await write(one, { body: '', attachments: ['https://files.example.com/a.png'] })
    expect((await write(one, { body: '1' }))[0]?.payload).toMatchObject({ value: 'service_cleaning' })
  })

  it('is to the latest of them', async () => {
    answerGhl()
    const one = inbox()
    await conversationOn(one, 'SMS')
    await say(one, 'choice', { text: 'What do you need?', options })
    await say(one, 'choice', { text: 'When?', options: [{ label: 'Today', value: 'today' }] })
    expect((await write(one, { body: '1' }))[0]?.payload).toEqual({ text: 'today', value: 'today' })
  })

  it('still counts after the bot has said something more', async () => {
    answerGhl()
    const one = inbox()
    await conversationOn(one, 'SMS')
    await say(one, 'choice', { text: 'What do you need?', options })
    await say(one, 'text', { text: 'Take your time.' })
    expect((await write(one, { body: '1' }))[0]?.payload).toMatchObject({ value: 'service_cleaning' })
  })

  it('to a card is what its button sends or says; links have no number', async () => {
    expect(await answersTo('card', card, '1')).toEqual([{ text: 'book_ada', value: 'book_ada' }])
    expect(await answersTo('card', card, 'more')).toEqual([
      { text: 'Tell me more about Ada', value: 'Tell me more about Ada' },
    ])
    expect(await answersTo('card', card, '3')).toEqual([{ text: '3' }])
  })

  it('to a carousel goes by numbers that run through all cards', async () => {
    const items = [card, { title: 'Dr. Ben', actions: [{ action: 'postback', label: 'Book Ben', value: 'book_ben' }] }]
    expect(await answersTo('carousel', { items }, '3')).toEqual([{ text: 'book_ben', value: 'book_ben' }])
  })

  it('on one medium answers nothing that was asked on another', async () => {
    answerGhl()
    const one = inbox()
    await conversationOn(one, 'WhatsApp')
    await conversationOn(one, 'SMS')
    await say(one, 'choice', { text: 'What do you need?', options }, lastConversation(one))
    expect((await write(one, { body: '1', messageType: 'WhatsApp' }))[0]?.payload).toEqual({ text: '1' })
    expect((await write(one, { body: '1', messageType: 'SMS' }))[0]?.payload).toMatchObject({
      value: 'service_cleaning',
    })
  })
})
