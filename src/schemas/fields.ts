/** The kinds of field that inputs and answers are made of, each with the title and description that Studio shows. */
import { z } from '@botpress/sdk'

/** Free text. */
export const text = (title: string, description: string) => z.string({ description }).title(title)

/**
 * An id of GoHighLevel's: opaque, never checked for its format. Like every field it may be "", which Studio sends for
 * one that was not filled in.
 */
export const id = (title: string, description: string) => z.string().max(256).title(title).describe(description)

export const flag = (title: string, description: string) => z.boolean({ description }).title(title)

export const amount = (title: string, description: string) => z.number({ description }).title(title)

/** A whole number from `least` to `most`. */
export const count = (least: number, most: number, title: string, description: string) =>
  z.number().int().min(least).max(most).title(title).describe(description)

export const choice = <Value extends string>(values: [Value, ...Value[]], title: string, description: string) =>
  z.enum<Value, [Value, ...Value[]]>(values).title(title).describe(description)

export const texts = (title: string, description: string) => z.array(z.string(), { description }).title(title)

/** A calendar day, YYYY-MM-DD. */
export const day = (title: string, description: string) =>
  z
    .string()
    .regex(/^(\d{4}-\d{2}-\d{2})?$/, 'must be a day such as 2026-07-20')
    .title(title)
    .describe(`${description}, as YYYY-MM-DD`)

/** An object of whatever fields, for what GoHighLevel sends beyond what is described. */
export const anything = (title: string, description: string) => z.record(z.unknown()).title(title).describe(description)

/** The location an action works in; every action defaults to the connected one. */
export const locationId = id('Location ID', 'Leave empty for the connected location').optional()

type AllOptional<Shape extends z.ZodRawShape> = { [Name in keyof Shape]: z.ZodOptional<Shape[Name]> }
type AllClearable<Shape extends z.ZodRawShape> = { [Name in keyof Shape]: z.ZodNullable<Shape[Name]> }

const mapShape = (shape: z.ZodRawShape, change: (field: z.ZodTypeAny) => z.ZodTypeAny): z.ZodRawShape =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, change(field)]))

/** The same fields, none of them required. */
export const optional = <Shape extends z.ZodRawShape>(shape: Shape) =>
  mapShape(shape, (field) => field.optional()) as AllOptional<Shape> // one entry per key, each wrapped alike

/** The same fields, each also taking null, which empties it in GoHighLevel. */
export const clearable = <Shape extends z.ZodRawShape>(shape: Shape) =>
  mapShape(shape, (field) => field.nullable()) as AllClearable<Shape> // as above

/** An object of GoHighLevel's as it comes back: nothing is required, unknown fields pass. */
export const answer = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(optional(shape)).passthrough()
