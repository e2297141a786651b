/** The HTML pages of the connection: self-contained, escaped, never cached. They hold no token, secret or code. */
import { createHash } from 'node:crypto'
import { escapeHtml } from '../html'

export type Page = { status: number; headers: Record<string, string>; body: string }

const STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;background:#f3f5f9;color:#1b2430}main{width:100%;max-width:480px;background:#fff;border-radius:16px;padding:40px 32px;box-shadow:0 8px 32px rgba(20,40,80,.12)}h1{font-size:1.4rem;line-height:1.3;margin:0 0 12px}p{margin:0 0 16px;overflow-wrap:anywhere}.mark{width:48px;height:48px;border-radius:50%;display:grid;place-items:center;font-size:24px;margin-bottom:20px;color:#fff}.good{background:#157a4a}.bad{background:#b3261e}.ask{background:#155eef}a.button,button{display:block;width:100%;text-align:left;font:inherit;font-weight:600;padding:12px 16px;margin:0 0 10px;border-radius:10px;border:1px solid #155eef;background:#155eef;color:#fff;text-decoration:none;cursor:pointer}a.button{text-align:center}button{background:#fff;color:#124bbd}button:hover,a.button:hover{filter:brightness(.95)}:focus-visible{outline:3px solid #f0a000;outline-offset:2px}small{display:block;font-weight:400;opacity:.75}@media(prefers-color-scheme:dark){body{background:#12161d;color:#e8ecf2}main{background:#1c222c;box-shadow:none}button{background:#1c222c;color:#9dbdff}}`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
}

type Mark = { kind: 'good' | 'bad' | 'ask'; sign: string }

/** `html` is trusted markup of this module; whatever comes from outside has been escaped before. */
const page = (status: number, { kind, sign }: Mark, title: string, html: string): Page => ({
  status,
  headers: HEADERS,
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)} · GoHighLevel for Botpress</title><style>${STYLE}</style></head><body><main><div class="mark ${kind}" aria-hidden="true">${sign}</div><h1>${escapeHtml(title)}</h1>${html}</main></body></html>`,
})

const paragraphs = (texts: string[]): string => texts.map((text) => `<p>${escapeHtml(text)}</p>`).join('')

const startAgain = '<a class="button" href="START">Connect again</a>'

/** Says which location is connected now; `notes` add what the builder should know. */
export const connectedPage = (locationName: string, notes: (string | undefined)[] = []): Page =>
  page(
    200,
    { kind: 'good', sign: '✓' },
    'GoHighLevel is connected',
    `<p>Your bot now works with the location <strong>${escapeHtml(locationName)}</strong>.</p>${paragraphs([...notes.filter((note) => note !== undefined), 'You can close this window and go back to Botpress.'])}`
  )

/** Says what went wrong; offers to start again where `startUrl` is given. */
export const failedPage = (status: number, title: string, texts: string[], startUrl?: string): Page =>
  page(
    status,
    { kind: 'bad', sign: '!' },
    title,
    paragraphs(texts) + (startUrl ? startAgain.replace('START', escapeHtml(startUrl)) : '')
  )

/** Lets the agency's user choose one of its locations; the ticket ties the choice to this consent. */
export const choicePage = (
  action: string,
  ticket: string,
  locations: readonly { id: string; name: string }[]
): Page => {
  const buttons = locations
    .map(
      ({ id, name }) =>
        `<button name="locationId" value="${escapeHtml(id)}">${escapeHtml(name)}<small>${escapeHtml(id)}</small></button>`
    )
    .join('')
  return page(
    200,
    { kind: 'ask', sign: '?' },
    'Which location should the bot work with?',
    `<p>The app is installed in several locations of your agency.</p><form method="post" action="${escapeHtml(action)}"><input type="hidden" name="ticket" value="${escapeHtml(ticket)}">${buttons}</form>`
  )
}

/** Sends the browser on; nothing of it is cached. */
export const redirect = (location: string): Page => ({
  status: 302,
  headers: { Location: location, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
  body: '',
})
