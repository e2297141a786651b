/** A form with files, as it is recorded and read by routes. */
export type UploadedFile = {
  /** Of the form's part. */
  name: string
  filename: string
  contentType: string
  size: number
  /** Base64. */
  content: string
}

/** A repeated field is a list. */
export type MultipartBody = { fields: Record<string, string | string[]>; files: UploadedFile[] }

/** Undefined for what cannot be read as its type says. */
export async function parseMultipart(bytes: ArrayBuffer, contentType: string): Promise<MultipartBody | undefined> {
  const answer = new Response(bytes, { headers: { 'content-type': contentType } })
  const form = await answer.formData().catch(() => undefined)
  if (!form) return undefined
  const fields: MultipartBody['fields'] = {}
  const files: UploadedFile[] = []
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = name in fields ? [fields[name] ?? [], value].flat() : value
    else {
      const content = Buffer.from(await value.arrayBuffer()).toString('base64')
      const { name: filename, type, size } = value
      files.push({ name, filename, contentType: type || 'application/octet-stream', size, content })
    }
  }
  return { fields, files }
}
