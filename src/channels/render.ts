/** A bot's message as what GoHighLevel can show: Markdown, files, and choices that are answered by number. Pure. */
import { isObject, textIn, type JsonObject } from '../ghl/json'
import type { Option } from './choices'

/** One thing to say, in Markdown, with the files that go with it. */
export type Part = { text: string; attachments: string[] }

export type Rendered = {
  parts: Part[]
  /** What the contact can choose, in the order of the numbers; undefined for a message that offers nothing. */
  options?: Option[]
}

type Payload = JsonObject

const objectsIn = (value: unknown): Payload[] => (Array.isArray(value) ? value.filter(isObject) : [])

const part = (text: string, ...attachments: string[]): Part => ({ text, attachments: attachments.filter(Boolean) })
const lines = (...texts: string[]): string => texts.filter(Boolean).join('\n')
const paragraphs = (...texts: string[]): string => texts.filter(Boolean).join('\n\n')

/** What Markdown would take for marks, as it stands: labels are no Markdown. */
const literal = (text: string): string => text.replace(/[\\`*_[\]~#<>|]/g, '\\$&')

/** Lines rather than a Markdown list, which would count on from any list before it. */
const numbered = (options: Option[], from = 0): string =>
  options.map(({ label }, index) => `${from + index + 1}\\. ${literal(label)}`).join('\n')

const optionsIn = (payload: Payload): Option[] =>
  objectsIn(payload.options).map(({ label, value }) => ({
    label: textIn(label),
    value: textIn(value) || textIn(label),
  }))

/** Buttons: links stand as links, all others are chosen by number. */
function buttonsIn(card: Payload): { links: string; options: Option[] } {
  const buttons = objectsIn(card.actions)
  const isLink = ({ action }: Payload): boolean => action === 'url'
  const link = ({ label, value }: Payload): string => `[${literal(textIn(label))}](${textIn(value)})`
  return {
    links: buttons.filter(isLink).map(link).join('\n'),
    options: buttons
      .filter((button) => !isLink(button))
      .map(({ label, value }) => ({ label: textIn(label), value: textIn(value) })),
  }
}

/** @param from how many options other cards have before */
function renderCard(card: Payload, from: number): { part: Part; options: Option[] } {
  const { links, options } = buttonsIn(card)
  const title = textIn(card.title)
  const head = lines(title && `**${literal(title)}**`, textIn(card.subtitle))
  return { part: part(paragraphs(head, links, numbered(options, from)), textIn(card.imageUrl)), options }
}

function renderCards(cards: Payload[]): Rendered {
  const options: Option[] = []
  const parts = cards.map((card) => {
    const rendered = renderCard(card, options.length)
    options.push(...rendered.options)
    return rendered.part
  })
  return { parts, ...(options.length > 0 && { options }) }
}

function renderLocation({ latitude, longitude, title, address }: Payload): Part {
  const place = `${Number(latitude)},${Number(longitude)}`
  return part(lines(literal(textIn(title)), literal(textIn(address)), `https://www.google.com/maps?q=${place}`))
}

function renderChoice(payload: Payload): Rendered {
  const options = optionsIn(payload)
  return { parts: [part(paragraphs(textIn(payload.text), numbered(options)))], options }
}

const file =
  (url: string) =>
  (payload: Payload): Part =>
    part(literal(textIn(payload.title)), textIn(payload[url]))

const SIMPLE: Record<string, (payload: Payload) => Part> = {
  text: ({ text }) => part(textIn(text)),
  markdown: ({ markdown }) => part(textIn(markdown)),
  image: file('imageUrl'),
  audio: file('audioUrl'),
  video: file('videoUrl'),
  file: file('fileUrl'),
  location: renderLocation,
}

/** Every type of message that the channel declares. A type of newer toolchains that is not known here says nothing. */
export function render(type: string, payload: Payload): Rendered {
  switch (type) {
    case 'choice':
    case 'dropdown':
      return renderChoice(payload)
    case 'card':
      return renderCards([payload])
    case 'carousel':
      return renderCards(objectsIn(payload.items))
    case 'bloc': {
      const items = objectsIn(payload.items)
      return { parts: items.flatMap((item) => render(String(item.type), { ...Object(item.payload) }).parts) }
    }
    default: {
      const simple = SIMPLE[type]
      return { parts: simple ? [simple(payload)] : [] }
    }
  }
}
