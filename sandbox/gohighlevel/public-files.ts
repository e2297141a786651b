import { Hono } from 'hono'
import type { ApiEnv, SandboxContext } from './context'
import { ApiError } from './errors'
import type { Store } from './store'

export type PublicFile = { name: string; contentType: string; content: Uint8Array | string }

/** Files that anybody can read who knows where they are, as those that are sent and received. */
export class PublicFiles {
  /** Known once the sandbox listens. */
  origin = ''

  private readonly files = new Map<string, PublicFile>()

  constructor(private readonly store: Store) {}

  /** Gives the file's address. */
  add(file: PublicFile): string {
    const id = this.store.createId()
    this.files.set(id, file)
    return `${this.origin}/files/${id}/${encodeURIComponent(file.name)}`
  }

  find(id: string, name: string): PublicFile | undefined {
    const file = this.files.get(id)
    return file?.name === name ? file : undefined
  }
}

/** Hono answers HEAD as it does GET, without the body. */
export function publicFilesRoutes({ files }: SandboxContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/files/:id/:name', (c) => {
    const file = files.find(c.req.param('id'), c.req.param('name'))
    if (!file) throw new ApiError(404, 'Not Found')
    const content = Buffer.from(file.content)
    const headers = { 'content-type': file.contentType, 'content-length': String(content.length) }
    return new Response(content, { headers })
  })

  return routes
}
