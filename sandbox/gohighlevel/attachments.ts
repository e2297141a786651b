import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { checkLocation, requireAccess, sendJson } from './access'
import { findContact } from './contacts'
import type { ApiEnv, SandboxContext } from './context'
import { findConversation } from './conversations'
import { ApiError, createValidationError } from './errors'
import type { UploadedFile } from './multipart'
import type { Store } from './store'
import { type BodyRules, listComplaints, text } from './validation'

const MAX_FILES = 5
/** Documented as 5 MB; that it means binary ones is chosen. */
const MAX_BYTES = 5 * 1024 * 1024
const PART_NAME = 'fileAttachment'

/** The description's types, then those that the live documentation adds. */
const EXTENSIONS = 'jpg jpeg png mp4 mpeg zip rar pdf doc docx txt mp3 wav gif heic csv xlsx vcf ics m4a ogg'.split(' ')

const uploadRules: BodyRules = {
  locationId: text,
  conversationId: text,
  contactId: text,
  attachmentUrls: { type: 'any[]' },
  chatServiceSid: text,
  isGroupSms: text,
}

export function attachmentsRoutes(sandbox: SandboxContext): Hono<ApiEnv> {
  const { store, files } = sandbox
  const routes = new Hono<ApiEnv>()

  routes.post('/conversations/messages/upload', requireAccess(sandbox, 'conversations/message.write'), (c) => {
    checkOwner(c, store)
    const uploads = c.get('multipart')?.files ?? []
    checkFiles(uploads)
    const uploaded = uploads.map(({ filename: name, contentType, content }) => {
      const url = files.add({ name, contentType, content: Buffer.from(content, 'base64') })
      return [name, url] as const
    })
    return sendJson(c, { uploadedFiles: Object.fromEntries(uploaded) })
  })

  return routes
}

/** Described as needing both ids and more, documented live as content with one. */
function checkOwner(c: Context<ApiEnv>, store: Store): void {
  const { attachmentUrls, ...fields } = c.get('multipart')?.fields ?? {}
  const { locationId, conversationId, contactId } = fields
  checkLocation(c, locationId)
  const urls = attachmentUrls === undefined ? undefined : [attachmentUrls].flat()
  const complaints = listComplaints({ ...fields, attachmentUrls: urls }, uploadRules)
  if (!conversationId && !contactId) complaints.push('one of conversationId, contactId should not be empty')
  if (complaints.length > 0) throw createValidationError(complaints)
  if (conversationId) findConversation(c, store, String(conversationId))
  if (contactId) findContact(c, store, String(contactId))
}

/** The statuses are described; the texts are chosen. */
function checkFiles(uploads: UploadedFile[]): void {
  if (uploads.some(({ name }) => name !== PART_NAME)) throw createUploadError(400, 'Unexpected field')
  if (uploads.length === 0) throw createUploadError(400, 'No files were uploaded')
  if (uploads.length > MAX_FILES) throw createUploadError(400, `No more than ${MAX_FILES} files can be uploaded`)
  for (const { filename, size } of uploads) {
    if (size > MAX_BYTES) throw createUploadError(413, `File too large: ${filename}`)
    if (!EXTENSIONS.includes(readExtension(filename))) {
      throw createUploadError(415, `File type not supported: ${filename}`)
    }
  }
}

function readExtension(filename: string): string {
  return /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? ''
}

function createUploadError(status: ContentfulStatusCode, message: string): ApiError {
  return new ApiError(status, { status, message, traceId: randomUUID() })
}
