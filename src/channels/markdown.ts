/** What bots write, which is Markdown more often than not, in the form that a medium shows. */
import type { MarkedExtension, RendererObject, Tokens } from 'marked'
import { escapeHtml } from '../html'

/** How a medium marks what Markdown sets off; media without marks of their own get the plain words. */
type Marks = { strong: string; em: string; del: string; code: string }

const PLAIN: Marks = { strong: '', em: '', del: '', code: '' }
/** WhatsApp has marks of its own. */
const WHATSAPP: Marks = { strong: '*', em: '_', del: '~', code: '`' }

const SAFE_LINK = /^(https?:|mailto:|tel:)/i

/** A bot's text is no HTML: what looks like it is meant as it stands. And 5*3*2 is a product. */
const asWritten: MarkedExtension = {
  breaks: true,
  tokenizer: {
    tag: () => undefined,
    html: () => undefined,
    // false leaves it to the usual rule, undefined to whatever rule comes next.
    emStrong: (_source, _masked, before) => (/[\p{L}\p{N}]/u.test(before ?? '') ? undefined : false),
  },
}

const isSameAsText = (href: string, text: string): boolean =>
  href === text || href.replace(/^(mailto|tel):/i, '') === text

const around = (mark: string, text: string): string => `${mark}${text}${mark}`
const listed = (prefix: string, body: string): string =>
  `${prefix}${body.trim().replace(/\n+/g, `\n${' '.repeat(prefix.length)}`)}\n`

/** Renders to text. The parser is marked's own, as `this` of each rule. */
const textRenderer = ({ strong, em, del, code }: Marks): RendererObject => ({
  paragraph({ tokens }) {
    return `${this.parser.parseInline(tokens)}\n\n`
  },
  heading({ tokens }) {
    // What is bold already needs no second mark.
    return `${around(strong, this.parser.parseInline(tokens).replaceAll(strong, ''))}\n\n`
  },
  blockquote({ tokens }) {
    return `${this.parser.parse(tokens).trim()}\n\n`
  },
  list({ items, ordered, start }) {
    const prefixOf = (index: number): string => (ordered ? `${Number(start) + index}. ` : '- ')
    return `${items.map((item, index) => listed(prefixOf(index), this.parser.parse(item.tokens))).join('')}\n`
  },
  checkbox: ({ checked }) => (checked ? '[x] ' : '[ ] '),
  code: ({ text }) => `${code ? '```\n' : ''}${text}\n${code ? '```\n' : ''}\n`,
  hr: () => '\n',
  table({ header, rows }) {
    const row = (cells: Tokens.TableCell[]): string =>
      cells.map(({ tokens }) => this.parser.parseInline(tokens)).join(' | ')
    return `${[header, ...rows].map(row).join('\n')}\n\n`
  },
  strong({ tokens }) {
    return around(strong, this.parser.parseInline(tokens))
  },
  em({ tokens }) {
    return around(em, this.parser.parseInline(tokens))
  },
  del({ tokens }) {
    return around(del, this.parser.parseInline(tokens))
  },
  codespan: ({ text }) => around(code, text),
  br: () => '\n',
  link({ href, tokens }) {
    const text = this.parser.parseInline(tokens)
    return isSameAsText(href, text) ? text : `${text} (${href})`
  },
  image: ({ href, text }) => (text ? `${text} (${href})` : href),
  text(token) {
    // With tokens of its own it is a line of a list item, which a nested list may follow.
    return 'tokens' in token && token.tokens ? `${this.parser.parseInline(token.tokens)}\n` : token.text
  },
  html: ({ text }) => text,
  space: () => '',
  def: () => '',
})

/** Leaves out links that run something. The escaping of everything else is marked's. */
const htmlRenderer: RendererObject = {
  link({ href, tokens }) {
    const text = this.parser.parseInline(tokens)
    return SAFE_LINK.test(href) ? `<a href="${escapeHtml(href)}">${text}</a>` : text
  },
  image: ({ href, text }) =>
    SAFE_LINK.test(href)
      ? `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}" style="max-width: 100%">`
      : escapeHtml(text),
}

// Loaded when the first message goes out: processes that only run actions start sooner without.
const render = async (markdown: string, renderer: RendererObject): Promise<string> => {
  const { Marked } = await import('marked')
  return new Marked(asWritten, { renderer }).parse(markdown, { async: false })
}

/** Text without any Markdown, with WhatsApp's own marks where it is for WhatsApp. */
export async function toText(markdown: string, isForWhatsApp: boolean): Promise<string> {
  const text = await render(markdown, textRenderer(isForWhatsApp ? WHATSAPP : PLAIN))
  return text.replace(/\n{3,}/g, '\n\n').trim()
}

/** HTML for an e-mail. Nothing in the Markdown can become a tag that Markdown does not know. */
export const toHtml = async (markdown: string): Promise<string> => (await render(markdown, htmlRenderer)).trim()
