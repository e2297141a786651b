import { RuntimeError } from '@botpress/sdk'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkedMoment, epochMs } from '../../../src/schemas/dates'
import { thrownBy } from '../support/secrets'

const padded = (value: number, length = 2): string => String(value).padStart(length, '0')
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const day = fc
  .record({ year: fc.integer({ min: 1970, max: 2100 }), month: fc.integer({ min: 1, max: 12 }) })
  .chain(({ year, month }) =>
    fc.integer({ min: 1, max: daysIn(year, month) }).map((of) => `${padded(year, 4)}-${padded(month)}-${padded(of)}`)
  )
const sixty = fc.integer({ min: 0, max: 59 }).map((value) => padded(value))
const hour = fc.integer({ min: 0, max: 23 }).map((value) => padded(value))
const seconds = fc.oneof(
  fc.constant(''),
  sixty.map((value) => `:${value}`),
  fc.tuple(sixty, fc.integer({ min: 0, max: 999 })).map(([value, ms]) => `:${value}.${padded(ms, 3)}`)
)
const offset = fc.oneof(
  fc.constant('Z'),
  fc
    .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 14 }), fc.constantFrom('00', '15', '30', '45'))
    .map(([sign, hours, minutes]) => `${sign}${padded(hours)}:${minutes}`)
)

describe('epochMs', () => {
  it('equals what Date reads, for every moment', () => {
    fc.assert(
      fc.property(day, hour, sixty, seconds, offset, (on, at, minute, second, zone) => {
        const moment = `${on}T${at}:${minute}${second}${zone}`
        expect(epochMs(moment, 'startTime')).toBe(Date.parse(moment))
      }),
      { numRuns: 500 }
    )
  })

  it.each([
    ['2026-07-20T10:00:00+02:00', '2026-07-20T08:00:00.000Z'],
    ['2026-07-20T10:00+02:00', '2026-07-20T08:00:00.000Z'],
    ['2026-07-20 10:00:00+02:00', '2026-07-20T08:00:00.000Z'],
    ['2026-07-20T10:00:00+0200', '2026-07-20T08:00:00.000Z'],
    ['2026-07-20t10:00:00z', '2026-07-20T10:00:00.000Z'],
    [' 2026-07-20T10:00:00Z\n', '2026-07-20T10:00:00.000Z'],
    ['2026-07-20T10:00:00.123456Z', '2026-07-20T10:00:00.123Z'],
    ['2026-12-31T23:30:00-05:30', '2027-01-01T05:00:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('reads %j', (moment, instant) => {
    expect(new Date(epochMs(moment, 'startTime')).toISOString()).toBe(instant)
  })

  it.each([
    ['no offset', '2026-07-20T10:00:00'],
    ['a day only', '2026-07-20'],
    ['epoch milliseconds', '1784534400000'],
    ['words', 'tomorrow at 10'],
    ['nothing', ''],
    ['an American date', '07/20/2026 10:00 AM'],
    ['the name of a zone', '2026-07-20T10:00:00[Europe/Berlin]'],
    ['something after it', '2026-07-20T10:00:00Z and more'],
    ['something before it', 'at 2026-07-20T10:00:00Z'],
    ['an hour without minutes', '2026-07-20T10Z'],
    ['an offset of hours only', '2026-07-20T10:00:00+02'],
  ])('refuses %s, naming the field', async (_what, value) => {
    const error = await thrownBy(() => epochMs(value, 'startTime'))
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toMatch(/^startTime must be .*offset.*Nothing was changed/)
  })

  it('refuses every day that its month does not have', () => {
    const impossible = fc
      .record({ year: fc.integer({ min: 1970, max: 2100 }), month: fc.integer({ min: 1, max: 12 }) })
      .chain(({ year, month }) =>
        fc
          .integer({ min: daysIn(year, month) + 1, max: 99 })
          .map((of) => `${padded(year, 4)}-${padded(month)}-${padded(of)}`)
      )
    fc.assert(
      fc.property(impossible, hour, offset, (on, at, zone) => {
        expect(() => epochMs(`${on}T${at}:00:00${zone}`, 'endTime')).toThrow(RuntimeError)
      })
    )
  })

  it.each([
    '2026-00-10T10:00:00Z',
    '2026-13-10T10:00:00Z',
    '2026-02-29T10:00:00Z',
    '2026-06-31T10:00:00Z',
    '2026-06-00T10:00:00Z',
    '2026-06-10T25:00:00Z',
    '2026-06-10T24:01:00Z',
    '2026-06-10T10:60:00Z',
    '2026-06-10T10:00:60Z',
    '2026-06-10T10:00:00+02:60',
  ])('refuses %s, which no calendar and no clock shows', (value) => {
    expect(() => epochMs(value, 'endTime')).toThrow(RuntimeError)
  })

  it.each(['2026-06-10T10:00:00+24:00', '2026-06-10T10:00:00-99:00'])(
    'refuses %s, whose offset is longer than a day',
    (value) => {
      expect(() => epochMs(value, 'endTime')).toThrow(RuntimeError)
    }
  )

  it('never says what was given', async () => {
    const error = await thrownBy(() => epochMs('my-own-words', 'startTime'))
    expect(error.message).not.toContain('my-own-words')
  })
})

describe('checkedMoment', () => {
  it('gives a moment back unchanged but for blanks around it', () => {
    expect(checkedMoment(' 2026-07-20T10:00:00+02:00 ', 'startTime')).toBe('2026-07-20T10:00:00+02:00')
  })

  it('leaves what is not given alone', () => {
    expect(checkedMoment(undefined, 'startTime')).toBeUndefined()
  })

  it('refuses what is no moment', () => {
    expect(() => checkedMoment('2026-07-20', 'endTime')).toThrow(/^endTime must be/)
  })
})
