/** What `bp deploy` would send to Botpress, read once per test file. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'

export type JsonSchema = { [key: string]: unknown }

export type Deployed = {
  actions: Record<
    string,
    { title: string; description: string; input: { schema: JsonSchema }; output: { schema: JsonSchema } }
  >
  configuration: { schema: JsonSchema }
  states: Record<string, { type: string; schema: JsonSchema }>
}

export const ROOT = new URL('../../../', import.meta.url).pathname

/** `bp read --json`, through a file: the CLI exits before a pipe has taken all of its output. */
export function readDeployed(): Deployed {
  const folder = mkdtempSync(join(tmpdir(), 'bp-read-'))
  const file = join(folder, 'read.json')
  try {
    const out = openSync(file, 'w')
    execFileSync(join(ROOT, 'node_modules/.bin/bp'), ['read', '--json'], {
      cwd: ROOT,
      stdio: ['ignore', out, 'ignore'],
    })
    closeSync(out)
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    expect(read).toMatchObject({ name: 'gohighlevel', actions: expect.any(Object) })
    return read as Deployed // the CLI's own format
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
