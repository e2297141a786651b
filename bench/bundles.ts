/** The two bundles that are compared, built from what is there now. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { alternate, mapPair, median, type Pair } from './pair'
import { compare, type Row } from './report'

const FOLDERS: Pair<string> = {
  bare: fileURLToPath(new URL('bare', import.meta.url)),
  ours: fileURLToPath(new URL('..', import.meta.url)),
}

/** What `bp build` writes: newer CLIs, older CLIs. */
const OUTPUTS = ['.botpress/dist/index.cjs', '.botpress/dist/index.js']

/** Prints the milliseconds that loading takes, without the start of Node.js. */
const LOADER = `
const startedAt = performance.now()
require(process.argv[1])
console.log(performance.now() - startedAt)
process.exit()`

const run = promisify(execFile)

/** Builds both with `bp build` and copies them, so that a build elsewhere does not change what is being measured. */
export async function buildBundles(folder: string): Promise<Pair<string>> {
  return mapPair(FOLDERS, async (source, name) => {
    await run('npx', ['bp', 'build', '--confirm', '--workDir', '.'], { cwd: source }).catch((thrown: unknown) => {
      const output = typeof thrown === 'object' && thrown !== null && 'stdout' in thrown ? String(thrown.stdout) : ''
      throw new Error(`\`bp build\` failed in ${source}.\n${output}`)
    })
    const built = OUTPUTS.map((path) => join(source, path)).find((path) => existsSync(path))
    if (!built) throw new Error(`\`bp build\` wrote no bundle in ${source}`)
    const copy = join(folder, `${name}.cjs`)
    await copyFile(built, copy)
    return copy
  })
}

/** Time to load each bundle in a fresh Node.js, and size. */
export async function measureBundles(bundles: Pair<string>, rounds: number): Promise<Row[]> {
  const loads = await alternate(rounds, async (name) => {
    const { stdout } = await run(process.execPath, ['-e', LOADER, bundles[name]])
    return Number(stdout)
  })
  const sizes = await mapPair(bundles, async (path) => (await stat(path)).size / 1000)
  return [
    compare('Loading the bundle', 'ms', await mapPair(loads, median), { most: 1.25 }),
    compare('Size of the bundle', 'kB', sizes, { mostAbove: 150 }),
  ]
}
