/** A contact writes on several media, a tiny bot answers, and a colleague takes over. */
import { runBot, type BotpressApi, type Installation, type Message, type Utterance } from '../sandbox/botpress'
import { seedIds, type GoHighLevelSandbox, type MessageInput } from '../sandbox/gohighlevel'

/** What was said in one turn, for a table. */
export type Turn = { medium: string; contact: string; heard: string; answered: string; failed: boolean }

type Scene = {
  /** What the contact writes. */
  writes: MessageInput
  /** What a colleague has answered just before, in GoHighLevel's inbox. */
  colleague?: MessageInput
  /** How many messages are to stand in the inbox for it. */
  answers: number
}

const say = (text: string): Utterance => ({ type: 'text', payload: { text } })

/** An echo, which asks back when it gets a picture. */
function answer({ type, payload }: Message): Utterance[] {
  if (type === 'text') return [say(payload.value ? `**Noted:** ${payload.value}` : `You wrote: *${payload.text}*`)]
  const options = [
    { label: 'A repair', value: 'wants_repair' },
    { label: 'A quote', value: 'wants_quote' },
  ]
  return [{ type: 'choice', payload: { text: 'Thank you! What do you need?', options } }]
}

const scenesOf = (picture: string): Scene[] => [
  { writes: { type: 'SMS', body: 'Are you open on Saturday?' }, answers: 1 },
  {
    writes: {
      type: 'Email',
      subject: 'Quote',
      html: '<p>Could you send me <b>a quote</b>?</p><blockquote type="cite"><p>See our offer.</p></blockquote>',
    },
    answers: 1,
  },
  { writes: { type: 'WhatsApp', attachments: [picture] }, answers: 1 },
  { writes: { type: 'WhatsApp', body: '2' }, answers: 1 },
  {
    colleague: { type: 'SMS', body: 'Uma here, I take over.' },
    writes: { type: 'SMS', body: 'Thank you, Uma!' },
    answers: 0,
  },
]

const wordsOf = ({ subject, body, html, attachments = [] }: Partial<MessageInput>): string =>
  [subject && `${subject}:`, html ?? body, ...attachments.map((address) => `[${address.split('/').at(-1)}]`)]
    .filter(Boolean)
    .join(' ')

const hearingOf = ({ type, payload }: Message): string =>
  type === 'text' ? `text: ${payload.text}` : `${type}: ${String(payload.imageUrl).split('/').at(-1)}`

/** Plays all turns, each only when the one before is answered. */
export async function holdDialogue(
  ghl: GoHighLevelSandbox,
  botpress: BotpressApi,
  installation: Installation
): Promise<Turn[]> {
  const { contact, user } = seedIds
  const bot = runBot(botpress, installation, answer)
  const data = botpress.bot(installation.botId)
  const settled = async () => {
    await ghl.webhooks.idle()
    await bot.idle()
  }
  const play = async ({ colleague, writes, answers }: Scene): Promise<Turn> => {
    if (colleague) ghl.conversations.reply(contact, user, colleague)
    await settled()
    const [heardBefore, inboxBefore] = [data.messages.size, ghl.conversations.inboxOf(contact).length]
    ghl.conversations.receive(contact, writes)
    await settled()
    const heard = [...data.messages.values()].slice(heardBefore).filter(({ direction }) => direction === 'incoming')
    const answered = ghl.conversations.inboxOf(contact).slice(inboxBefore + 1)
    return {
      medium: writes.type,
      contact: [colleague && `(a colleague: ${wordsOf(colleague)})`, wordsOf(writes)].filter(Boolean).join('\n'),
      heard: heard.map(hearingOf).join('\n') || '–',
      answered: answered.map(wordsOf).join('\n') || '–',
      failed: answered.length !== answers || bot.said.some((one) => one.answer.status !== 200),
    }
  }
  const picture = ghl.addFile({ name: 'broken-tooth.png', contentType: 'image/png', content: 'not really a picture' })
  const turns: Turn[] = []
  for (const scene of scenesOf(picture)) turns.push(await play(scene))
  bot.stop()
  return turns
}
