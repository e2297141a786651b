import { z } from '@botpress/sdk'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appointment } from '../../../src/schemas/appointment'
import { contact } from '../../../src/schemas/contact'
import { answer } from '../../../src/schemas/fields'
import { fit } from '../../../src/schemas/fit'
import { opportunity } from '../../../src/schemas/opportunity'
import { order } from '../../../src/schemas/order'

const page = answer({ contacts: z.array(contact), count: z.number(), first: contact, labels: z.array(z.string()) })
const schemas = { contact, appointment, opportunity, order, page }
type Name = keyof typeof schemas
const names: Name[] = ['contact', 'appointment', 'opportunity', 'order', 'page']

/** JSON without the one key that no schema carries through. */
const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('__proto__'))

/** Objects whose fields have the declared names, and values of any kind. */
const answerLike = (name: Name): fc.Arbitrary<Record<string, unknown>> => {
  const known = fc.constantFrom(...Object.keys(schemas[name].shape))
  const inner = fc.dictionary(fc.constantFrom(...Object.keys(contact.shape), 'x'), json, { maxKeys: 6 })
  const value = fc.oneof(json, inner, fc.array(fc.oneof(inner, json), { maxLength: 4 }))
  return fc.dictionary(fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: fc.constant('extra') }), value)
}

describe.each(names)('fit to %s', (name) => {
  const schema = schemas[name]

  it('makes any JSON valid', () => {
    fc.assert(
      fc.property(fc.oneof(json, answerLike(name)), (value) => {
        const fitted = schema.safeParse(fit(schema, value))
        expect(fitted.success).toBe(true)
      })
    )
  })

  it('changes nothing that fits already', () => {
    fc.assert(
      fc.property(answerLike(name), (value) => {
        const fitted = fit(schema, value)
        expect(fit(schema, fitted)).toEqual(fitted)
        if (schema.safeParse(value).success) expect(fitted).toEqual(value)
      })
    )
  })

  it('keeps every field that fits, whatever stands beside it', () => {
    fc.assert(
      fc.property(answerLike(name), (value) => {
        const fitted = { ...z.object({}).passthrough().parse(fit(schema, value)) }
        for (const [key, field] of Object.entries(value)) {
          const declared = Object.entries(schema.shape).find(([known]) => known === key)?.[1]
          if (!declared || declared.safeParse(field).success) expect(fitted[key]).toEqual(field)
        }
      })
    )
  })

  it('does not change what it is given', () => {
    fc.assert(
      fc.property(answerLike(name), (value) => {
        const before = structuredClone(value)
        fit(schema, value)
        expect(value).toEqual(before)
      })
    )
  })
})

describe('fit', () => {
  const sample = answer({
    text: z.string(),
    amount: z.number(),
    flag: z.boolean(),
    list: z.array(z.string()),
    object: z.record(z.unknown()),
    colour: z.enum(['red', 'green']),
    inner: answer({ text: z.string() }),
    inners: z.array(answer({ text: z.string() })),
  })

  it.each([
    ['a number as text', { text: 1 }, { text: '1' }],
    ['a flag as text', { text: true }, { text: 'true' }],
    ['text as a number', { amount: '12.50' }, { amount: 12.5 }],
    ['text as a flag', { flag: 'false' }, { flag: false }],
    ['one value as a list', { list: 'a' }, { list: ['a'] }],
    ['one object as a list', { inners: { text: 'a' } }, { inners: [{ text: 'a' }] }],
    ['elements one by one', { list: ['a', 1, null, {}, 'b'] }, { list: ['a', '1', 'b'] }],
    [
      'objects in lists',
      { inners: [{ text: 1 }, null, 'x', { text: null, more: 2 }] },
      { inners: [{ text: '1' }, { more: 2 }] },
    ],
    ['objects in objects', { inner: { text: 5, more: [1] } }, { inner: { text: '5', more: [1] } }],
  ])('reads %s', (_what, value, fitted) => {
    expect(fit(sample, value)).toEqual(fitted)
  })

  it.each([
    ['null', { text: null, list: null, object: null, inner: null }],
    ['text that is no number', { amount: 'many' }],
    ['empty text for a number', { amount: '' }],
    ['an object for text', { text: { a: 1 } }],
    ['text that is no flag', { flag: 'perhaps' }],
    ['a list for an object', { object: [1] }],
    ['what is none of the options', { colour: 'blue' }],
  ])('leaves out %s', (_what, value) => {
    expect(fit(sample, { ...value, kept: 1 })).toEqual({ kept: 1 })
  })

  it.each([' ', '\n', '\t '])('does not take blanks (%j) for the number 0', (amount) => {
    expect(fit(sample, { amount })).toEqual({})
  })

  it.each([[true], [false]])('does not take %s for a number', (amount) => {
    expect(fit(sample, { amount })).toEqual({})
  })

  it('keeps null and anything else in fields that are not declared', () => {
    expect(fit(sample, { extra: null, more: [null, { a: null }] })).toEqual({ extra: null, more: [null, { a: null }] })
  })

  it.each([[null], [undefined], [[]], ['text'], [1]])('makes %j an empty object', (value) => {
    expect(fit(sample, value)).toEqual({})
  })

  it('repairs a thousand elements as well as one', () => {
    const inners = Array.from({ length: 1000 }, (_, text) => ({ text }))
    expect(fit(sample, { inners })).toEqual({ inners: inners.map(({ text }) => ({ text: String(text) })) })
  })
})
