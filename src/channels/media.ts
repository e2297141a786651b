/** The media of a GoHighLevel conversation: how webhooks name them, how sendMessage does, and what fits into them. Pure. */

/** Media that sendMessage is described to take as `type`. */
export const DESCRIBED_MEDIA = ['SMS', 'RCS', 'Email', 'WhatsApp', 'FB', 'IG', 'Live_Chat', 'TIKTOK', 'Custom'] as const

/** With the one that is not described there, though the answer tells of it. */
export const MEDIA = [...DESCRIBED_MEDIA, 'GMB'] as const

export type Medium = (typeof MEDIA)[number]

export const isMedium = (value: unknown): value is Medium => MEDIA.some((medium) => medium === value)

/** By the name of a webhook's messageType ("Live Chat") or messageTypeString ("TYPE_LIVE_CHAT"), in small letters only. */
const BY_NAME: Record<string, Medium> = {
  sms: 'SMS',
  rcs: 'RCS',
  email: 'Email',
  whatsapp: 'WhatsApp',
  fb: 'FB',
  facebook: 'FB',
  ig: 'IG',
  instagram: 'IG',
  gmb: 'GMB',
  livechat: 'Live_Chat',
  tiktok: 'TIKTOK',
  // The chat widget that asks for a phone number: its visitors are answered by SMS.
  webchat: 'SMS',
  custom: 'Custom',
  customsms: 'Custom',
  customprovidersms: 'Custom',
  customemail: 'Custom',
  customprovideremail: 'Custom',
}

const simplify = (name: unknown): string =>
  typeof name === 'string'
    ? name
        .toLowerCase()
        .replace(/^type_/, '')
        .replace(/[^a-z]/g, '')
    : ''

/**
 * The medium on which a message came or went; undefined for what is no written message to or from the contact: calls,
 * voicemail, public comments, reviews, activities, internal comments.
 */
export const mediumOf = ({
  messageType,
  messageTypeString,
}: {
  messageType?: unknown
  messageTypeString?: unknown
}): Medium | undefined => BY_NAME[simplify(messageType)] ?? BY_NAME[simplify(messageTypeString)]

/** How much one message of a medium can hold, and in what it is counted. */
type Limit = { most: number; sizeOf: (text: string) => number }

const inCharacters = (most: number): Limit => ({ most, sizeOf: (text) => text.length })
const inBytes = (most: number): Limit => ({ most, sizeOf: (text) => Buffer.byteLength(text) })

/** What the networks behind the media take; GoHighLevel documents no limits of its own. */
const LIMITS: Partial<Record<Medium, Limit>> = {
  // Ten segments and a bit; more is refused by the carriers' gateways.
  SMS: inCharacters(1_600),
  RCS: inCharacters(3_072),
  WhatsApp: inCharacters(4_096),
  FB: inCharacters(2_000),
  IG: inBytes(1_000),
}

/** undefined where nothing is known to limit a message. */
export const limitOf = (medium: Medium): Limit | undefined => LIMITS[medium]
