/** Numbered choices: GoHighLevel has no buttons on most media, so that contacts answer with a number or the label. */
import { readState, writeState, type Installation } from '../ghl/installation'
import type { States } from '../states'

export type Option = States['choices']['options'][number]

/** Keeps what the contact is offered now, in place of anything offered before. */
export const offer = (installation: Installation, conversationId: string, options: Option[]): Promise<void> =>
  writeState(installation, ['choices', conversationId], { options })

/** Number and label in the form in which people write them: "2", "2.", "(2)", "#2", " Green ". */
const simplify = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[\s#("'*]+|[\s.,!?:;)"'*]+$/g, '')
    .replace(/\s+/g, ' ')

/** The option that a text chooses, by label or by number; undefined when it chooses none. */
export function choose(options: Option[], text: string): Option | undefined {
  const answer = simplify(text)
  const byLabel = options.find(({ label }) => simplify(label) === answer)
  return byLabel ?? (/^\d{1,3}$/.test(answer) ? options[Number(answer) - 1] : undefined)
}

/** What is still open in a conversation. */
export async function openChoices(installation: Installation, conversationId: string): Promise<Option[]> {
  return (await readState(installation, ['choices', conversationId]))?.options ?? []
}

/** The next text is an answer to something else. */
export const closeChoices = (installation: Installation, conversationId: string): Promise<void> =>
  writeState(installation, ['choices', conversationId], null)
