/** What a person would read out of an e-mail. */
import { describe, expect, it } from 'vitest'
import { readEmail } from '../../../src/channels/email-text'

const GMAIL = `<div dir="ltr">Yes, <b>Tuesday</b> works!</div><br><div class="gmail_quote gmail_quote_container">
<div dir="ltr" class="gmail_attr">On Mon, Jul 20, 2026 at 10:00 AM Alpine Dental &lt;<a href="mailto:office@example.com">office@example.com</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote" style="margin:0"><p>When shall we meet?</p></blockquote></div>`

const OUTLOOK = `<html><body lang="EN"><div class="WordSection1"><p class="MsoNormal">Yes, Tuesday works!<o:p></o:p></p></div>
<div id="appendonsend"></div><hr style="width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">
<b>From:</b> Alpine Dental &lt;office@example.com&gt;<br><b>Sent:</b> Monday, July 20, 2026<br></div><div>When shall we meet?</div></body></html>`

const APPLE = `<html><body>Yes, Tuesday works!<br><div><br><blockquote type="cite"><div>On 20. Jul 2026, at 10:00, Alpine Dental &lt;office@example.com&gt; wrote:</div><br>When shall we meet?</blockquote></div></body></html>`

const THUNDERBIRD = `<p>Yes, Tuesday works!</p><div class="moz-cite-prefix">Am 20.07.26 um 10:00 schrieb Alpine Dental:<br></div><blockquote type="cite" cite="mid:1">When shall we meet?</blockquote>`

const YAHOO = `<div>Yes, Tuesday works!</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, Alpine Dental wrote:</div>When shall we meet?</div>`

const OLD_OUTLOOK = `<p>Yes, Tuesday works!</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Alpine Dental &lt;office@example.com&gt;<br><b>Sent:</b> Monday, July 20, 2026 10:00<br><b>To:</b> Ada</p></div></div><p>When shall we meet?</p>`

describe('the quoted history', () => {
  it.each([
    ['Gmail', GMAIL],
    ['Outlook', OUTLOOK],
    ['an older Outlook', OLD_OUTLOOK],
    ['Apple Mail', APPLE],
    ['Thunderbird', THUNDERBIRD],
    ['Yahoo', YAHOO],
  ])('of %s is cut', async (_program, html) => {
    expect(await readEmail(html)).toBe('Yes, Tuesday works!')
  })

  it.each([
    'On Mon, Jul 20, 2026 at 10:00 AM Alpine Dental <office@example.com> wrote:',
    'On Mon, Jul 20, 2026 at 10:00 AM Alpine Dental\n<office@example.com> wrote:',
    'Am Mo., 20. Juli 2026 um 10:00 Uhr schrieb Alpine Dental <office@example.com>:',
    'Le lun. 20 juil. 2026 à 10:00, Alpine Dental <office@example.com> a écrit :',
    'El lun, 20 jul 2026 a las 10:00, Alpine Dental (<office@example.com>) escribió:',
    'Il giorno lun 20 lug 2026 alle ore 10:00 Alpine Dental <office@example.com> ha scritto:',
    'Op ma 20 jul 2026 om 10:00 schreef Alpine Dental <office@example.com>:',
    'Em seg., 20 de jul. de 2026 às 10:00, Alpine Dental <office@example.com> escreveu:',
    '-----Original Message-----',
    '-----Ursprüngliche Nachricht-----',
    '________________________________',
    'From: Alpine Dental <office@example.com>\nSent: Monday, July 20, 2026 10:00',
    'Von: Alpine Dental <office@example.com>\nGesendet: Montag, 20. Juli 2026 10:00',
  ])('of a text is cut from %j on', async (introduction) => {
    expect(await readEmail(`Yes, Tuesday works!\n\n${introduction}\n\nWhen shall we meet?\nBest, Alpine`)).toBe(
      'Yes, Tuesday works!'
    )
  })

  it('is cut where it is marked with ">", and an answer below it stays', async () => {
    const text =
      'Hello,\n\nOn Monday, Alpine Dental <office@example.com> wrote:\n> When shall we meet?\n>\n> Best\n\nOn Tuesday!\nAda'
    expect(await readEmail(text)).toBe('Hello,\n\nOn Tuesday!\nAda')
  })

  it('stays when there is nothing else: a forwarded mail', async () => {
    const quoted = '<blockquote type="cite"><p>When shall we meet?</p></blockquote>'
    expect(await readEmail(`<div></div>${quoted}`)).toBe('When shall we meet?')
    expect(await readEmail('> When shall we meet?')).toBe('> When shall we meet?')
  })

  it.each([
    'On Monday I wrote a letter: it was long.',
    'From: Zurich\nTo: Berlin',
    'I am from Spain. Am I right?',
    'Le prix : 10 euros',
    'She wrote:\nHello',
  ])('is not seen where there is none: %j', async (text) => {
    expect(await readEmail(text)).toBe(text)
  })
})

describe('HTML', () => {
  it('becomes lines, lists and links', async () => {
    const html = `<style>p{color:red}</style><title>x</title><p>Hi&nbsp;there &amp; hello,</p><p>I need:</p><ul><li>a crown</li><li>a <b>cleaning</b></li></ul>
      <ol><li>first</li><li>second</li></ol><p>See <a href="https://example.com/a?b=1&amp;c=2">my X-ray</a> or <a href="https://example.com/x">https://example.com/x</a></p><h2>Thanks</h2>
      <img src="https://example.com/logo.png" alt="Logo"><script>alert(1)</script>`
    expect(await readEmail(html)).toBe(
      [
        'Hi there & hello,',
        '',
        'I need:',
        '',
        '- a crown',
        '- a cleaning',
        '',
        ' 1. first',
        ' 2. second',
        '',
        'See my X-ray (https://example.com/a?b=1&c=2) or https://example.com/x',
        '',
        'Thanks',
      ].join('\n')
    )
  })

  it('is not wrapped, and keeps what other alphabets say', async () => {
    const long = `Größe 長さ 😀 ${'word '.repeat(60)}end`
    expect(await readEmail(`<p>${long}</p>`)).toBe(long)
  })

  it('is read for what it is where it is no HTML: a text with "<" in it', async () => {
    expect(await readEmail('Is 3 < 5? I <3 you')).toBe('Is 3 < 5? I <3 you')
  })

  it.each([
    ['deeply nested', '<div>'.repeat(20_000) + 'deep'],
    ['never closed', '<p>Hello <b><i><a href="x'],
    ['very many tags', '<p>hi</p>'.repeat(40_000)],
    ['very many quotes', '<div id='.repeat(40_000)],
    ['a very long line', 'On '.repeat(80_000)],
    ['a very long introduction', `On ${'a '.repeat(90_000)}wrote:`],
    ['very many ">"', '>'.repeat(200_000)],
  ])(
    'that is %s is read in no time, and breaks nothing',
    async (_what, html) => {
      expect(typeof (await readEmail(html))).toBe('string')
    },
    5_000
  )
})
