/** Files that a contact sent, as messages by what they hold. */
import { lookup } from 'mrmime'
import { askContentType } from '../ghl/files'
import { fileNameOf, isWebAddress } from '../ghl/web-address'

export type FileMessage = { type: 'image' | 'audio' | 'video' | 'file'; payload: Record<string, string> }

/** The kind by the name's ending or, where that says nothing, by what the file's server says. */
async function kindOf(address: string): Promise<FileMessage['type']> {
  const contentType = lookup(fileNameOf(address)) ?? (await askContentType(address)) ?? ''
  const kind = contentType.split('/')[0]
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file'
}

async function toMessage(address: string): Promise<FileMessage> {
  const type = await kindOf(address)
  if (type !== 'file') return { type, payload: { [`${type}Url`]: address } }
  const title = fileNameOf(address)
  return { type, payload: { fileUrl: address, ...(title && { title }) } }
}

/** One message for each address; what is no address of a file is left out. */
export const toFileMessages = (attachments: readonly string[]): Promise<FileMessage[]> =>
  Promise.all(attachments.filter(isWebAddress).map(toMessage))
