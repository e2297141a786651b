/** Markdown as each kind of medium shows it. */
import { describe, expect, it } from 'vitest'
import { toHtml, toText } from '../../../src/channels/markdown'

const plain = (markdown: string) => toText(markdown, false)
const whatsApp = (markdown: string) => toText(markdown, true)

describe('for media without any marks', () => {
  it.each([
    ['bold, italic, struck out and code', '**Bold**, *italic*, ~~gone~~, `code`', 'Bold, italic, gone, code'],
    ['a link shows where it leads', '[Prices](https://example.com/p)', 'Prices (https://example.com/p)'],
    ['a link that is its own text stands once', '<https://example.com>', 'https://example.com'],
    ['so does an address of its own', 'Mail me@example.com', 'Mail me@example.com'],
    ['a picture shows where it is', '![Map](https://example.com/m.png)', 'Map (https://example.com/m.png)'],
    ['a heading is a line', '# Hours\nNine to five', 'Hours\n\nNine to five'],
    ['a list keeps its lines', '- one\n- two\n  - deeper', '- one\n- two\n  - deeper'],
    ['a numbered list keeps its numbers', '3. three\n4. four', '3. three\n4. four'],
    ['tasks keep their boxes', '- [x] done\n- [ ] open', '- [x] done\n- [ ] open'],
    ['a quotation stands without its mark', '> said before', 'said before'],
    ['code stands as it is', '```js\na < b\n```', 'a < b'],
    ['a table is lines', '| a | b |\n|---|---|\n| 1 | 2 |', 'a | b\n1 | 2'],
    ['a rule is a gap', 'before\n\n---\n\nafter', 'before\n\nafter'],
    ['every line break counts', 'one\ntwo\n\nthree', 'one\ntwo\n\nthree'],
    ['what is escaped stands as it is', '1\\. \\*not bold\\*', '1. *not bold*'],
    ['a product is none of it', '5*3*2 and snake_case_name', '5*3*2 and snake_case_name'],
    ['what looks like HTML stands as it is', 'if a <b> c & "d"', 'if a <b> c & "d"'],
    ['nothing stays nothing', ' \n ', ''],
  ])('%s', async (_what, markdown, text) => {
    expect(await plain(markdown)).toBe(text)
  })
})

describe("for WhatsApp, in WhatsApp's own marks", () => {
  it.each([
    ['**Bold**, *italic*, ~~gone~~, `code`', '*Bold*, _italic_, ~gone~, `code`'],
    ['# Hours', '*Hours*'],
    ['# **Hours**', '*Hours*'],
    ['```js\na < b\n```', '```\na < b\n```'],
    ['[Prices](https://example.com/p)', 'Prices (https://example.com/p)'],
    ['5*3*2', '5*3*2'],
  ])('%s', async (markdown, text) => {
    expect(await whatsApp(markdown)).toBe(text)
  })
})

describe('for e-mail, as HTML', () => {
  it.each([
    ['**Bold** and *italic*', '<p><strong>Bold</strong> and <em>italic</em></p>'],
    ['one\ntwo', '<p>one<br>two</p>'],
    ['[Prices](https://example.com/p?a=1&b=2)', '<p><a href="https://example.com/p?a=1&amp;b=2">Prices</a></p>'],
    ['- one\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>'],
  ])('%s', async (markdown, html) => {
    expect(await toHtml(markdown)).toBe(html)
  })

  it.each([
    ['a tag', '<script>alert(1)</script>'],
    ['a tag within a line', 'Hello <img src=x onerror=alert(1)>'],
    ['a link that runs something', '[click](javascript:alert(1))'],
    ['a link that runs something, written otherwise', '[click](JaVaScRiPt:alert(1))'],
    ['a picture that runs something', '![x](data:text/html,alert(1))'],
    ['a quotation mark in an address', '[x](https://example.com/"onmouseover="alert(1))'],
    ['a quotation mark in the words for a picture', '![x" onerror="alert(1)](https://example.com/x.png)'],
  ])('%s comes to nothing', async (_what, markdown) => {
    const html = await toHtml(markdown)
    expect(html).not.toMatch(/<(?!\/?(?:p|a|img)\b)/)
    expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son\w+=/i)
    expect(html).not.toMatch(/(?:href|src)="(?!https:)/i)
    expect(html.match(/"/g)?.length ?? 0, 'only the quotation marks of attributes').toBe(
      2 * (html.match(/ (?:href|src|alt|style)="/g)?.length ?? 0)
    )
  })
})
