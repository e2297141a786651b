/** The connection's pages as a browser gets them. */
import { expect } from 'vitest'
import type { Leaks } from './leaks'

export type Page = { status: number; title: string; text: string; html: string; location: string | undefined }

const unescape = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** Opens one address of the bundle's; every page is checked for what all pages have in common. */
export async function openPage(url: string, leaks: Leaks, init: RequestInit = {}): Promise<Page> {
  const answer = await fetch(url, { redirect: 'manual', ...init })
  const html = await answer.text()
  leaks.addShown(`${JSON.stringify([...answer.headers])} ${html}`)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
  const location = answer.headers.get('location') ?? undefined
  if (location === undefined) checkPage(answer.headers, html)
  const title = unescape(/<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '')
  const main = /<main>(.*)<\/main>/s.exec(html)?.[1] ?? ''
  return { status: answer.status, title, text: unescape(main.replace(/<[^>]*>/g, ' ')), html, location }
}

function checkPage(headers: Headers, html: string): void {
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("base-uri 'none'")
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  expect(html).toMatch(/^<!doctype html><html lang="en">/)
  expect(html).toMatch(/<meta name="viewport"/)
  expect(html, 'no script, no asset from elsewhere').not.toMatch(
    /<script|<img|<link|<iframe|<[^>]*\ssrc=|@import|url\(/i
  )
  expect(html, 'no handler of events').not.toMatch(/<[^>]+\son\w+=/i)
}
