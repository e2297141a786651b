import type { z } from '@botpress/sdk'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import definition from '../../integration.definition'
import { actions } from '../../src/actions'
import { definitionsOf } from '../../src/actions/action'
import integration from '../../src/index'
import { scopes } from '../../src/scopes'
import { readDeployed, ROOT, type JsonSchema } from './support/deployed'

type Import = { from: string; isTypeOnly: boolean }

const SOURCES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file))
  .sort()

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const treeOf = (file: string) => ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true)

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  for (const child of node.getChildren()) yield* nodesOf(child)
}

const isTypeOnlyList = (bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean =>
  bindings !== undefined &&
  (ts.isNamedImports(bindings) || ts.isNamedExports(bindings)) &&
  bindings.elements.length > 0 &&
  bindings.elements.every((element) => element.isTypeOnly)

/** Every import of a file: static, re-exported, dynamic, and by require. */
function importsOf(file: string): Import[] {
  return [...nodesOf(treeOf(file))].flatMap((node): Import[] => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause
      const isTypeOnly =
        clause !== undefined && (clause.isTypeOnly || (!clause.name && isTypeOnlyList(clause.namedBindings)))
      return [{ from: node.moduleSpecifier.text, isTypeOnly }]
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      return [{ from: node.moduleSpecifier.text, isTypeOnly: node.isTypeOnly || isTypeOnlyList(node.exportClause) }]
    }
    if (!ts.isCallExpression(node)) return []
    const isLoad = node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require'
    const [first] = node.arguments
    return isLoad && first && ts.isStringLiteralLike(first) ? [{ from: first.text, isTypeOnly: false }] : []
  })
}

/** The file that a relative import means, seen from the project's root; a package's name as it is. */
function resolve(file: string, from: string): string {
  if (!from.startsWith('.') || from === '.botpress') return from
  const base = relative(ROOT, join(ROOT, dirname(file), from))
  const found = [`${base}.ts`, join(base, 'index.ts'), base].find((path) => existsSync(join(ROOT, path)))
  return found ?? expect.fail(`${file} imports ${from}, which is not there`)
}

const valueImportsOf = (file: string): string[] =>
  importsOf(file)
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ from }) => resolve(file, from))

/** Every file and package that loading these files loads. */
function reachedFrom(files: string[]): Set<string> {
  const reached = new Set<string>()
  const open = [...files]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    if (file.endsWith('.ts')) open.push(...valueImportsOf(file))
  }
  return reached
}

const under = (folder: string): string[] => SOURCES.filter((file) => file.startsWith(`src/${folder}/`))
const namesIn = (file: string): string[] =>
  [...nodesOf(treeOf(file))].flatMap((node) => (ts.isIdentifier(node) ? [node.text] : []))

/** Modules that send requests, and those of ours that lead to them. */
const HTTP = /^(axios|axios-retry|undici|got|(node:)?(https?|http2|net|tls)|src\/ghl\/(http|client|tokens)\.ts)$/
const definesActions = (file: string): boolean => /\bdefineAction\(/.test(textOf(file))

describe('the layers', () => {
  it('are all there to be looked at', () => {
    expect(SOURCES).toEqual(expect.arrayContaining(['src/index.ts', 'src/actions/contacts.ts', 'src/ghl/client.ts']))
    // The walk sees through to axios where it is used.
    expect(reachedFrom(['src/index.ts'])).toContain('axios')
    expect(reachedFrom(['src/index.ts'])).toContain('src/schemas/contact.ts')
  })

  it.each(under('ghl'))('%s knows nothing above it but the types of the states', (file) => {
    for (const { from, isTypeOnly } of importsOf(file)) {
      const target = resolve(file, from)
      const isOwn = target.startsWith('src/') && !target.startsWith('src/ghl/')
      if (isOwn) expect({ target, isTypeOnly }).toEqual({ target: 'src/states.ts', isTypeOnly: true })
      if (from === '.botpress') expect(isTypeOnly).toBe(true)
    }
  })

  it.each([
    ...under('actions'),
    ...under('schemas'),
    'src/states.ts',
    'src/configuration.ts',
    'integration.definition.ts',
  ])('%s can be loaded by the definition without any HTTP', (file) => {
    expect([...reachedFrom([file])].filter((target) => HTTP.test(target))).toEqual([])
  })

  it.each([...under('actions'), ...under('schemas'), ...under('events')])(
    '%s uses no check that the current toolchain cannot turn into JSON Schema',
    (file) => {
      const changes = /z\s*\.string\([^)]*\)(\s*\.\w+\([^)]*\))*?\s*\.(trim|toLowerCase|toUpperCase)\(/
      expect(textOf(file)).not.toMatch(changes)
    }
  )

  it.each(under('schemas'))('%s knows no action', (file) => {
    expect(importsOf(file).filter(({ from }) => /^\.\.\/(actions|oauth|run-action|handler)/.test(from))).toEqual([])
  })

  it.each(SOURCES)('%s needs nothing that is there for development only', (file) => {
    for (const { from } of importsOf(file)) {
      const target = resolve(file, from)
      if (target.endsWith('.ts')) expect(target).toMatch(/^src\//)
      expect(from).not.toMatch(/^(vitest|nock|fast-check|hono|ajv|tsx|@hono)/)
    }
  })
})

describe('an action file', () => {
  it.each(under('actions').filter(definesActions))('%s has no try', (file) => {
    expect([...nodesOf(treeOf(file))].filter(ts.isTryStatement).map((node) => node.getText())).toEqual([])
  })

  it.each([...under('actions'), ...under('schemas')])('%s logs nothing', (file) => {
    const logs = namesIn(file).filter((name) => ['logger', 'console', 'forBot', 'forUser', 'process'].includes(name))
    expect(logs).toEqual([])
  })
})

describe('the source', () => {
  it.each(SOURCES)('%s says what it owns, and uses no any, no non-null assertion, no ignored type error', (file) => {
    const nodes = [...nodesOf(treeOf(file))]
    expect(nodes.filter(({ kind }) => kind === ts.SyntaxKind.AnyKeyword)).toEqual([])
    expect(nodes.filter(ts.isNonNullExpression)).toEqual([])
    expect(textOf(file)).not.toMatch(/@ts-(ignore|expect-error|nocheck)/)
  })
})

/** Every described field of a schema, with its path. */
function* fieldsOf(schema: JsonSchema, path = ''): Generator<[string, JsonSchema]> {
  for (const [name, field] of Object.entries(Object(schema.properties)) as [string, JsonSchema][]) {
    yield [`${path}${name}`, field]
    yield* fieldsOf(field, `${path}${name}.`)
  }
  if (typeof schema.items === 'object' && schema.items) yield* fieldsOf(schema.items as JsonSchema, `${path}[].`)
  for (const part of [schema.anyOf, schema.allOf, schema.oneOf].flat()) {
    if (typeof part === 'object' && part) yield* fieldsOf(part as JsonSchema, path)
  }
}

const titleOf = (field: JsonSchema): unknown => Object(field['x-zui']).title

function expectDescribed(where: string, schema: JsonSchema): void {
  const fields = [...fieldsOf(schema)]
  for (const [path, field] of fields) {
    const shown = { where: `${where} ${path}`, title: titleOf(field), description: field.description }
    expect(shown).toMatchObject({ title: expect.stringMatching(/\S/), description: expect.stringMatching(/\S/) })
    expect(String(shown.title).length, `title of ${shown.where}`).toBeLessThanOrEqual(64)
    expect(String(shown.description).length, `description of ${shown.where}`).toBeLessThanOrEqual(256)
  }
}

const plain = (schema: z.ZodTypeAny): unknown =>
  JSON.parse(JSON.stringify(schema.toJsonSchema({ target: 'jsonSchema7' })))

describe('what is deployed', () => {
  const deployed = readDeployed()

  it('has exactly the actions that are handled', () => {
    const names = Object.keys(actions).sort()
    expect(names.length).toBeGreaterThanOrEqual(20)
    expect(Object.keys(definition.actions ?? {}).sort()).toEqual(names)
    expect(Object.keys(integration.actions).sort()).toEqual(names)
    expect(Object.keys(deployed.actions).sort()).toEqual(names)
    for (const name of names) expect(name).toMatch(/^[a-z][a-zA-Z]+$/)
  })

  it.each(Object.keys(actions))('%s shows a title and a description, and so does each of its fields', (name) => {
    const { title, description, input, output } = deployed.actions[name] ?? expect.fail(`${name} is not deployed`)
    expect(title).toMatch(/^\S.{0,63}$/)
    expect(description).toMatch(/^\S.{0,255}$/)
    expectDescribed(`${name} input`, input.schema)
    expectDescribed(`${name} output`, output.schema)
    expect([...fieldsOf(output.schema)].map(([path]) => path)).toEqual(expect.arrayContaining(['success', 'message']))
  })

  it('describes each field of the configuration and hides the secret ones', () => {
    expectDescribed('configuration', deployed.configuration.schema)
    const fields = [...fieldsOf(deployed.configuration.schema)]
    const secrets = fields.filter(([, field]) => Object(field['x-zui']).secret === true).map(([path]) => path)
    expect(secrets.sort()).toEqual(['accessToken', 'clientSecret', 'refreshToken'])
    expect(deployed.configuration.schema.required ?? []).toEqual([])
  })

  it('describes each field of the states', () => {
    for (const [name, state] of Object.entries(deployed.states)) {
      expect(['integration', 'conversation']).toContain(state.type)
      expectDescribed(`state ${name}`, state.schema)
    }
  })

  it('loses nothing on the way from the source', () => {
    for (const [name, { input, output }] of Object.entries(definitionsOf(actions))) {
      expect(deployed.actions[name]?.input.schema, name).toEqual(plain(input.schema))
      expect(deployed.actions[name]?.output.schema, name).toEqual(plain(output.schema))
    }
  })

  it('has no field with a form that nothing can take, which Studio and agents would be shown', () => {
    const odd = Object.entries(deployed.actions).filter(([, action]) => JSON.stringify(action).includes('"not":{}'))
    expect(odd.map(([name]) => name)).toEqual([])
  })

  it('has inputs that are flat: no action asks for JSON in text', () => {
    for (const [name, { input }] of Object.entries(deployed.actions)) {
      for (const [path, field] of fieldsOf(input.schema)) {
        if (field.type === 'string') expect(field.description, `${name} ${path}`).not.toMatch(/\bJSON\b/)
      }
    }
  })

  it('asks for scopes in the form that GoHighLevel writes them', () => {
    for (const scope of scopes) expect(scope).toMatch(/^[a-z]+(\/[a-z]+)?\.(readonly|write)$/i)
  })
})
