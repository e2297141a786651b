import { findConversationOf, listMessages } from './conversation-log'
import { type ApiError, createHttpException } from './errors'
import type { SendRequest } from './message-fields'
import type { Contact } from './records'
import type { Store } from './store'
import { isJsonObject, readText } from './validation'

const PHONE_TYPES = ['SMS', 'RCS', 'WhatsApp']
const TYPES_WITH_DND_SETTING = ['SMS', 'Email', 'WhatsApp', 'FB']
const MAX_SMS_LENGTH = 1600
const WINDOW_MS = 24 * 3_600_000
/** As seconds it is the year 5138, as milliseconds 1973. */
const LEAST_MILLISECONDS = 100_000_000_000

type FindRefusal = (request: SendRequest, contact: Contact, store: Store) => ApiError | undefined

/** Refuses what is well-formed and yet cannot be sent to this contact. In which order it is looked at is chosen. */
export function checkSending(request: SendRequest, contact: Contact, store: Store): void {
  const finders = [findDnd, findAddress, findForeignAddress, findContent, findLength, findWindow, findSchedule]
  for (const findRefusal of finders) {
    const refusal = findRefusal(request, contact, store)
    if (refusal) throw refusal
  }
}

/** Comments are for colleagues, whatever the contact wants. That `dnd` is told without a channel is chosen. */
const findDnd: FindRefusal = ({ type }, { dnd, dndSettings }) => {
  if (type === 'InternalComment') return undefined
  if (dnd === true) return createHttpException('Cannot send message as DND is active')
  const setting = isJsonObject(dndSettings) && TYPES_WITH_DND_SETTING.includes(type) ? dndSettings[type] : undefined
  const status = isJsonObject(setting) ? setting.status : undefined
  if (status !== 'active' && status !== 'permanent') return undefined
  return createHttpException(`Cannot send message as DND is active for ${type}`)
}

/** What a chat without a visitor gives is not recorded; the text is chosen. */
const findAddress: FindRefusal = ({ type }, { phone, email, visitorId }) => {
  if (PHONE_TYPES.includes(type) && !phone) return createHttpException('Missing phone number')
  if (type === 'Email' && !email) {
    return createHttpException("Unable to send e-mail, contact's e-mail is invalid")
  }
  if (type !== 'Live_Chat' || visitorId) return undefined
  return createHttpException('Cannot send message as the contact has no live chat session')
}

/** The text is reported, and that the comparison is letter for letter; addresses are kept in lower case. */
const findForeignAddress: FindRefusal = ({ type, emailTo }, contact) => {
  if (type !== 'Email' || emailTo === undefined || listEmails(contact).includes(emailTo)) return undefined
  return createHttpException("Cannot send message as emailTo is not under contact's primary or additional emails")
}

/** Reported by many: the text, its status, which no other refusal has, and that for a mail `message` is no content. */
const findContent: FindRefusal = ({ type, message, html, attachments, templateId }) => {
  if (html || templateId || attachments.length > 0 || (type !== 'Email' && message)) return undefined
  return createHttpException('There is no message or attachments for this message. Skip sending.', 422)
}

/** What a text that is too long gives is not recorded; chosen: what Twilio says of it. */
const findLength: FindRefusal = ({ type, message = '' }) => {
  if (type !== 'SMS' || message.length <= MAX_SMS_LENGTH) return undefined
  return createHttpException(`The concatenated message body exceeds the ${MAX_SMS_LENGTH} character limit`)
}

/** The text is chosen, after the one that is reported of Facebook. */
const findWindow: FindRefusal = ({ type, templateId }, contact, store) => {
  if (type !== 'WhatsApp' || templateId) return undefined
  const conversation = findConversationOf(store, contact.id)
  const hasWritten = listMessages(store, conversation?.id ?? '').some(
    (message) =>
      message.type === 'WhatsApp' &&
      message.direction === 'inbound' &&
      Date.parse(message.dateAdded) > store.now() - WINDOW_MS
  )
  if (hasWritten) return undefined
  const reason = 'the last inbound message was earlier than 24 hours ago and there is no template'
  return createHttpException(`Can't send WhatsApp message as ${reason}.`)
}

/** What a wrong time gives is not recorded; the texts are chosen. */
const findSchedule: FindRefusal = ({ scheduledTimestamp }, _contact, store) => {
  if (scheduledTimestamp === undefined) return undefined
  if (scheduledTimestamp >= LEAST_MILLISECONDS) return createHttpException('scheduledTimestamp must be in seconds')
  if (scheduledTimestamp * 1000 > store.now()) return undefined
  return createHttpException('scheduledTimestamp must be in the future')
}

/** How additional addresses are written is not recorded; both a text and an object with one are read. */
function listEmails({ email, additionalEmails }: Contact): string[] {
  const additional: unknown[] = Array.isArray(additionalEmails) ? additionalEmails : []
  const written = [email, ...additional].map((item) => readText(isJsonObject(item) ? item.email : item))
  return written.filter((address) => address !== undefined)
}
