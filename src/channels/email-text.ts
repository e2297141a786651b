/** An e-mail as a person would read it out: the text of its HTML, without what it quotes of earlier mails. */
import type { HtmlToTextOptions } from 'html-to-text'

/** Deeper and longer HTML is cut rather than read for ever: what the writer has to say stands at its beginning. */
const MAX_LENGTH = 256 * 1024
const MAX_DEPTH = 100

/** What mail programs put around the mail that is answered. */
const QUOTES = [
  '.gmail_quote',
  '.gmail_quote_container',
  '.gmail_attr',
  'blockquote[type=cite]',
  '.moz-cite-prefix',
  '.yahoo_quoted',
  '.protonmail_quote',
  '.zmail_extra',
  '#isForwardContent',
]
/** Outlook marks only where the answered mail begins; all after it belongs to it. */
const OUTLOOK_QUOTE =
  /<(?:div|hr|span)\b[^>]{0,500}\bid=["']?(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION)\b/i

const skip = (selector: string) => ({ selector, format: 'skip' })

const optionsWithout = (skipped: string[]): HtmlToTextOptions => ({
  wordwrap: false,
  limits: { maxInputLength: MAX_LENGTH, maxDepth: MAX_DEPTH, ellipsis: '' },
  selectors: [
    ...['img', 'style', 'script', 'title', ...skipped].map(skip),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'] as [string, string] } },
    // Used to indent as well: only what is marked as a quotation is one.
    { selector: 'blockquote', format: 'block' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'table', options: { uppercaseHeaderCells: false } },
  ],
})

/** "<ada@example.com>" is no tag. */
const isHtml = (text: string): boolean => /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/i.test(text)

async function toPlain(html: string, options: HtmlToTextOptions): Promise<string> {
  // Loaded with the first e-mail: processes that see none start sooner without.
  const { convert } = await import('html-to-text')
  try {
    return convert(html, options)
  } catch {
    // Whatever it is, it is not lost: its words without the tags.
    return html.replace(/<[^<>]*>/g, ' ')
  }
}

/** Longer lines introduce no quotation, and are not worth looking through. */
const MAX_INTRODUCTION = 300
const INTRODUCTIONS = [
  // "On <date>, <name> wrote:", in the languages of most leads.
  /^(?:On|Am|Le|El|Il|Op|Em|Den|W dniu|Dne)\s.*(?:wrote|schrieb|écrit|escribió|scritto|schreef|escreveu|skrev|napisał\(?a?\)?|napsal\(?a?\)?).{0,100}:$/i,
  /^[-_]{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Mensagem original|Forwarded message)\s*[-_]{2,}$/i,
  /^_{20,}$/,
]
/** Outlook's header of the answered mail: two of its lines together are no coincidence. */
const HEADER = /^(?:\*?)(?:From|Von|De|Da|Van|Fra|Från|Od)\s?:\*?\s.*(?:@|\[|<)/i
const NEXT_HEADER =
  /^(?:\*?)(?:Sent|Date|To|Gesendet|Datum|An|Envoyé|À|Enviado|Para|Inviato|A|Verzonden|Aan|Sendt|Til|Skickat|Till|Wysłano|Do)\s?:/i

const isQuoted = (line: string): boolean => line.startsWith('>')

/** Where the quotation begins that a line introduces; a long introduction may be broken into two lines. */
function isIntroduction(lines: string[], at: number): boolean {
  const line = lines[at]?.trim() ?? ''
  if (line === '' || line.length > MAX_INTRODUCTION) return false
  const next = lines[at + 1]?.trim() ?? ''
  const joined = `${line} ${next}`
  if (INTRODUCTIONS.some((pattern) => pattern.test(line))) return true
  if (joined.length <= MAX_INTRODUCTION && !line.endsWith(':') && INTRODUCTIONS[0]?.test(joined)) return true
  return HEADER.test(line) && NEXT_HEADER.test(next)
}

/**
 * The text without quoted mails. Where the lines after an introduction are marked with ">", only those go, so that an
 * answer below them stays; else everything after it.
 */
function withoutQuotes(text: string): string {
  const lines = text.split(/\r?\n/)
  const kept: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (isQuoted(line)) continue
    if (!isIntroduction(lines, at)) {
      kept.push(line)
      continue
    }
    const following = lines.slice(at + 1, at + 4)
    if (!following.some(isQuoted)) break
    while (at + 1 < lines.length && !isQuoted(lines[at + 1] ?? '')) at++
  }
  return kept.join('\n')
}

const tidy = (text: string): string =>
  text
    .replace(/[\u00a0\u200b-\u200d\ufeff]/g, (character) => (character === '\u00a0' ? ' ' : ''))
    .replace(/[^\S\n]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** Readable text of an e-mail's body, be it HTML or text. A mail that only quotes is given whole. */
export async function readEmail(body: string): Promise<string> {
  const limited = body.slice(0, MAX_LENGTH)
  if (!isHtml(limited)) return tidy(withoutQuotes(limited)) || tidy(limited)
  const outlook = limited.search(OUTLOOK_QUOTE)
  const answer = outlook === -1 ? limited : limited.slice(0, outlook)
  const own = tidy(withoutQuotes(await toPlain(answer, optionsWithout(QUOTES))))
  return own || tidy(await toPlain(limited, optionsWithout([])))
}
