/** What a contact has written, as messages for the bot. */
import { unwrap } from '../ghl/answer'
import type { Ghl } from '../ghl/client'
import { textIn } from '../ghl/json'
import { path } from '../ghl/path'
import type { Webhook } from '../webhooks/webhook'
import { toFileMessages } from './attachments'
import type { Incoming } from './botpress'
import { readEmail } from './email-text'
import type { Medium } from './media'

const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')

/** The webhook's body or, should an e-mail come without, that of the mail itself. */
async function readBody(webhook: Webhook, askGhl: AskGhl): Promise<string> {
  const body = textIn(webhook.body)
  const { emailMessageId } = webhook
  if (body !== '' || typeof emailMessageId !== 'string' || emailMessageId === '') return body
  const route = path`/conversations/messages/email/${emailMessageId}`
  const mail = await askGhl(async (ghl) => unwrap(await ghl.get(route), 'emailMessage'))
  return textIn(mail?.body)
}

/** Asks GoHighLevel something that can be done without; undefined when it is not to be had quickly. */
export type AskGhl = <T>(ask: (ghl: Ghl) => Promise<T>) => Promise<T | undefined>

/** The text of the message; "" when it has none. An e-mail that says all in its subject line says that. */
export async function textOf(webhook: Webhook, medium: Medium, askGhl: AskGhl): Promise<string> {
  if (medium !== 'Email') return textIn(webhook.body)
  return (await readEmail(await readBody(webhook, askGhl))) || textIn(webhook.subject)
}

/** The files that came along, each a message of its own. */
export const filesOf = (webhook: Webhook): Promise<Incoming[]> => toFileMessages(textsIn(webhook.attachments))
