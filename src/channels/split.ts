/** Cutting a text that is too long for one message where a reader would pause. Pure. */

/** Where to cut, best first: after a paragraph, a line, a sentence, a word. */
const BREAKS = [/\n\s*\n/g, /\n/g, /[.!?…。！？]["')\]]?\s/g, /\s/g]
/** A piece is at least so full, unless there is no other place: a break near its beginning helps nobody. */
const LEAST_FILL = 0.5

/** A family of emoji has 11 units, one with skin tones 19. */
const LONGEST_CHARACTER = 64

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The length of the longest beginning that fits, never in the middle of a character. For a text that does not fit. */
function longestFit(text: string, most: number, sizeOf: (text: string) => number): number {
  let size = 0
  // No character is smaller than one, so that the end lies within this part, and so does the character beyond it.
  for (const { segment, index } of graphemes.segment(text.slice(0, most + LONGEST_CHARACTER))) {
    size += sizeOf(segment)
    // One character larger than the whole limit goes out alone rather than never.
    if (size > most) return index || segment.length
  }
  return text.length
}

function cutAt(text: string, end: number): number {
  for (const pattern of BREAKS) {
    const ends = [...text.slice(0, end + 1).matchAll(pattern)].map(({ 0: found, index }) => index + found.length)
    const last = ends.filter((at) => at <= end + 1).at(-1)
    if (last !== undefined && last >= end * LEAST_FILL) return last
  }
  return end
}

/** Pieces that each fit, in order; nothing but white space at the cuts is lost. */
export function split(text: string, most: number, sizeOf: (text: string) => number): string[] {
  const pieces: string[] = []
  let rest = text.trim()
  while (sizeOf(rest) > most) {
    const end = longestFit(rest, most, sizeOf)
    const cut = cutAt(rest, end)
    pieces.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  return rest ? [...pieces, rest] : pieces
}
