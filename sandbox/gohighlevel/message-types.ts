import type { MessageType } from './message-records'

/**
 * A type's number is its place here. Described are 1, 3 and 10, recorded is 2; the others are chosen, by the order of
 * the description's list. There RCS stands third, which would move e-mail from 3: here it comes last.
 */
export const MESSAGE_TYPES = [
  'TYPE_CALL',
  'TYPE_SMS',
  'TYPE_EMAIL',
  'TYPE_SMS_REVIEW_REQUEST',
  'TYPE_WEBCHAT',
  'TYPE_SMS_NO_SHOW_REQUEST',
  'TYPE_CAMPAIGN_SMS',
  'TYPE_CAMPAIGN_CALL',
  'TYPE_CAMPAIGN_EMAIL',
  'TYPE_CAMPAIGN_VOICEMAIL',
  'TYPE_FACEBOOK',
  'TYPE_CAMPAIGN_FACEBOOK',
  'TYPE_CAMPAIGN_MANUAL_CALL',
  'TYPE_CAMPAIGN_MANUAL_SMS',
  'TYPE_GMB',
  'TYPE_CAMPAIGN_GMB',
  'TYPE_REVIEW',
  'TYPE_INSTAGRAM',
  'TYPE_WHATSAPP',
  'TYPE_CUSTOM_SMS',
  'TYPE_CUSTOM_EMAIL',
  'TYPE_CUSTOM_PROVIDER_SMS',
  'TYPE_CUSTOM_PROVIDER_EMAIL',
  'TYPE_IVR_CALL',
  'TYPE_ACTIVITY_CONTACT',
  'TYPE_ACTIVITY_INVOICE',
  'TYPE_ACTIVITY_PAYMENT',
  'TYPE_ACTIVITY_OPPORTUNITY',
  'TYPE_LIVE_CHAT',
  'TYPE_LIVE_CHAT_INFO_MESSAGE',
  'TYPE_ACTIVITY_APPOINTMENT',
  'TYPE_FACEBOOK_COMMENT',
  'TYPE_INSTAGRAM_COMMENT',
  'TYPE_CUSTOM_CALL',
  'TYPE_INTERNAL_COMMENT',
  'TYPE_ACTIVITY_EMPLOYEE_ACTION_LOG',
  'TYPE_TIKTOK',
  'TYPE_TIKTOK_COMMENT',
  'TYPE_ACTIVITY_WHATSAPP',
  'TYPE_FORM_SUBMISSION',
  'TYPE_SMS_REACTION',
  'TYPE_RCS',
] as const

type ChannelNames = {
  /** In lists and answers. */
  typeName: (typeof MESSAGE_TYPES)[number]
  /** In webhooks. */
  eventName: string
}

/** What sending calls by one name has another one in lists and a third one in webhooks. */
export const CHANNELS: Record<MessageType, ChannelNames> = {
  SMS: { typeName: 'TYPE_SMS', eventName: 'SMS' },
  RCS: { typeName: 'TYPE_RCS', eventName: 'RCS' },
  Email: { typeName: 'TYPE_EMAIL', eventName: 'Email' },
  WhatsApp: { typeName: 'TYPE_WHATSAPP', eventName: 'WhatsApp' },
  FB: { typeName: 'TYPE_FACEBOOK', eventName: 'FB' },
  IG: { typeName: 'TYPE_INSTAGRAM', eventName: 'IG' },
  GMB: { typeName: 'TYPE_GMB', eventName: 'GMB' },
  Live_Chat: { typeName: 'TYPE_LIVE_CHAT', eventName: 'Live Chat' },
  TIKTOK: { typeName: 'TYPE_TIKTOK', eventName: 'TIKTOK' },
  // Reported of providers of text messages; other kinds of them are chosen to have the same.
  Custom: { typeName: 'TYPE_CUSTOM_PROVIDER_SMS', eventName: 'Custom' },
  WebChat: { typeName: 'TYPE_WEBCHAT', eventName: 'WebChat' },
  Call: { typeName: 'TYPE_CALL', eventName: 'CALL' },
  InternalComment: { typeName: 'TYPE_INTERNAL_COMMENT', eventName: 'InternalComment' },
}

export function readTypeNumber(type: MessageType): number {
  return MESSAGE_TYPES.indexOf(CHANNELS[type].typeName) + 1
}
