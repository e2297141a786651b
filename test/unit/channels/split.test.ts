/** Long texts are cut where a reader would pause, fit, and lose nothing. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limitOf } from '../../../src/channels/media'
import { split } from '../../../src/channels/split'

const inCharacters = (text: string): number => text.length
const inBytes = (text: string): number => Buffer.byteLength(text)
const cut = (text: string, most: number): string[] => split(text, most, inCharacters)
const squeezed = (text: string): string => text.replace(/\s+/g, '')

describe('a text that fits', () => {
  it('stays as it is', () => {
    expect(cut('See you at ten.', 15)).toEqual(['See you at ten.'])
  })

  it('of white space only is nothing', () => {
    expect(cut(' \n ', 10)).toEqual([])
  })
})

describe('a text that is too long is cut', () => {
  it.each([
    ['after a paragraph', 'One two.\n\nThree four five. Six', 27, ['One two.\n\nThree four five.', 'Six']],
    [
      'after a paragraph rather than a line',
      'Aa bb cc.\n\nDd ee\nFf gg hh ii',
      18,
      ['Aa bb cc.', 'Dd ee\nFf gg hh ii'],
    ],
    [
      'after a line rather than a sentence',
      'The first line\nA sentence. More words',
      26,
      ['The first line', 'A sentence. More words'],
    ],
    ['after a sentence rather than a word', 'A sentence. And another one', 20, ['A sentence.', 'And another one']],
    ['after a word', 'several words without an end', 15, ['several words', 'without an end']],
    ['within a word only when there is no other place', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ])('%s', (_where, text, most, pieces) => {
    expect(cut(text, most)).toEqual(pieces)
  })

  it('not right at its beginning, where a break helps nobody', () => {
    expect(cut(`Hi.\n\n${'word '.repeat(8)}`, 30)[0]).toBe('Hi.\n\nword word word word word')
  })

  it('never within a character of several parts', () => {
    const family = '👨‍👩‍👧‍👦'
    expect(cut(family.repeat(3), family.length + 3)).toEqual([family, family, family])
    expect(split('äöü', 5, inBytes)).toEqual(['äö', 'ü'])
    expect(split(family, 4, inBytes), 'a character that is too large alone still goes out').toEqual([family])
  })
})

describe('whatever the text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc
      .array(fc.oneof(fc.lorem(), fc.constantFrom('\n', '\n\n', '. ', '日本語', '😀')), { maxLength: 60 })
      .map((parts) => parts.join(' '))
  )

  it('each piece fits and nothing but white space is lost', () => {
    fc.assert(
      fc.property(
        texts,
        fc.integer({ min: 40, max: 120 }),
        fc.constantFrom(inCharacters, inBytes),
        (text, most, sizeOf) => {
          const pieces = split(text, most, sizeOf)
          for (const piece of pieces) expect(sizeOf(piece)).toBeLessThanOrEqual(most)
          expect(squeezed(pieces.join(''))).toBe(squeezed(text))
          expect(pieces).toEqual(pieces.map((piece) => piece.trim()).filter(Boolean))
        }
      )
    )
  })

  it('an enormous one takes no time that grows out of hand', () => {
    const most = limitOf('SMS')?.most ?? expect.fail('SMS has a limit')
    expect(cut('word '.repeat(200_000), most).length).toBe(Math.ceil(1_000_000 / most))
    expect(cut('x'.repeat(100_000), most).length).toBe(Math.ceil(100_000 / most))
  })
})
