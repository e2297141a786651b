/** A hundred conversations at once, over two processes: nothing is crossed, nothing lost, nothing said twice. */
import { expect, it } from 'vitest'
import { runBot, type Message } from '../../sandbox/botpress'
import {
  answersTo,
  collectWebhooks,
  conversationsOf,
  deliverTo,
  heardBy,
  openInbox,
  textsOf,
  useChat,
  usersOf,
} from './support/chat'
import { useWorld, world } from './support/world'

useWorld()
useChat()

const CONVERSATIONS = 100
const TURNS = [0, 1, 2]

const echo = ({ payload }: Message) => [{ type: 'text', payload: { text: `You wrote: ${payload.text}` } }]

it('a hundred contacts write at once and each has its own answers', async () => {
  const bot = await openInbox()
  const elsewhere = bot.as({ process: await world.startProcess() })
  const { store, conversations } = world.ghl
  const contactIds = Array.from({ length: CONVERSATIONS }, (_, index) => {
    const id = `manycontact${String(index).padStart(9, '0')}`
    const [template] = [...store.contacts.values()]
    const contact = { ...(template ?? expect.fail('There is no contact')), id, email: `many${index}@example.com` }
    store.contacts.set(id, { ...contact, phone: `+1555700${String(index).padStart(4, '0')}` })
    return id
  })
  await world.ghl.webhooks.idle()

  const collected = collectWebhooks(bot)
  for (const turn of TURNS) {
    for (const id of contactIds) {
      const body = `${id} turn ${turn}`
      world.leaks.addPersonal(body)
      conversations.receive(id, { type: 'SMS', body })
    }
  }
  await world.ghl.webhooks.idle()
  const webhooks = collected.filter(({ body }) => body?.includes('"InboundMessage"'))
  expect(webhooks).toHaveLength(CONVERSATIONS * TURNS.length)

  const talker = runBot(world.botpress, bot.installation, echo)
  // Those of one contact come to the same process, each third one twice.
  const deliveries = webhooks.map((webhook, index) => ({ webhook, index }))
  const copies = deliveries.filter(({ index }) => index % 3 === 0)
  await Promise.all(
    [...deliveries, ...copies].map(({ webhook, index }) => deliverTo(index % 2 ? bot : elsewhere, webhook))
  )
  await talker.idle()
  talker.stop()

  expect(heardBy(bot)).toHaveLength(CONVERSATIONS * TURNS.length)
  expect(conversationsOf(bot)).toHaveLength(CONVERSATIONS)
  expect(usersOf(bot)).toHaveLength(CONVERSATIONS)
  expect(talker.said.map(({ answer }) => answer.status)).toEqual(heardBy(bot).map(() => 200))
  for (const id of contactIds) {
    const conversation = conversationsOf(bot).find(({ tags }) => tags.contactId === id)
    const heard = heardBy(bot).filter(({ conversationId }) => conversationId === conversation?.id)
    const user = usersOf(bot).find(({ tags }) => tags.contactId === id)
    expect(new Set(heard.map(({ userId }) => userId))).toEqual(new Set([user?.id]))
    expect(textsOf(heard)).toEqual(TURNS.map((turn) => `${id} turn ${turn}`))
    const answered = answersTo(id).map(({ body }) => body)
    expect(answered).toEqual(TURNS.map((turn) => `You wrote: ${id} turn ${turn}`))
  }
}, 120_000)
