/** Who a contact is, as the bot's user shows it. */
import type { Installation } from '../ghl/installation'
import type { JsonObject } from '../ghl/json'
import { tagsOf, updateUser, type User } from './botpress'

const nameOf = ({ name, contactName, firstName, lastName }: JsonObject): string | undefined =>
  [name, contactName, [firstName, lastName].filter(Boolean).join(' ')].find(
    (found): found is string => typeof found === 'string' && found.trim() !== ''
  )

/** True once it is known who the user is. */
export const isIntroduced = ({ tags }: User): boolean => tags.name !== undefined

/** Fills in name, e-mail and phone from the contact. Somebody without a name gets one too: that it is known shows. */
export async function introduceAs(installation: Installation, user: User, contact: JsonObject): Promise<User> {
  const { email, phone } = contact
  const tags = tagsOf({ name: nameOf(contact) ?? email ?? phone ?? user.tags.contactId, email, phone })
  return updateUser(installation, { id: user.id, tags, ...(tags.name && { name: tags.name }) })
}
