/** One form for every list, whatever paging GoHighLevel uses below: limit, cursor and all in; nextCursor and total out. */
import { RuntimeError, z } from '@botpress/sdk'
import type { Ghl } from '../../ghl/client'
import { GhlError } from '../../ghl/errors'
import { amount, count, flag, text } from '../../schemas/fields'

/**
 * One page of a route: its items, where the next one begins (undefined at the end), how many there are in all, and how
 * many were asked for where that is not the limit.
 */
export type Page<Position> = { items: unknown[]; next?: Position | undefined; total?: unknown; size?: number }

/** What a route takes: its usual and its largest page. */
export type PageSize = { usual: number; most: number }

/** No answer may outgrow what a bot can hold. */
const MAX_ITEMS = 10_000
/** Time kept back for the answer itself, in ms. */
const MARGIN_MS = 5_000

/** Inputs of a list that comes in pages. */
export const paging = ({ usual, most }: PageSize) => ({
  limit: count(1, 1_000_000, 'Limit', `How many per page: ${usual} when empty, at most ${most}`).optional(),
  cursor: text('Cursor', 'nextCursor of the answer before, to get the next page').optional(),
  all: flag('All Pages', 'True gets all pages, as far as 25 seconds allow').optional(),
})

/** Fields of a list's data, beside the items. */
export const listOutput = {
  nextCursor: text('Next Cursor', 'Give it as cursor to get the next page; not there on the last page'),
  total: amount('Total', 'How many there are in all, where GoHighLevel tells'),
  stoppedEarly: flag('Stopped Early', 'True when All Pages was asked for and time ran out: go on with nextCursor'),
}

type PagingInput = { limit?: number | undefined; cursor?: string | undefined; all?: boolean | undefined }

const encodeCursor = (list: string, position: unknown): string =>
  Buffer.from(JSON.stringify([list, position])).toString('base64url')

/** The position behind a cursor. Throws RuntimeError for text that is no cursor, or one of another list. */
function decodeCursor<Position>(list: string, cursor: string, position: z.ZodType<Position>): Position {
  try {
    return z
      .tuple([z.literal(list), position])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))[1] as Position
  } catch {
    throw new RuntimeError(
      'cursor must be the nextCursor that this same action gave back. Leave it empty for the first page. Nothing was changed in GoHighLevel.'
    )
  }
}

/**
 * Reads one page, or with `all` as many as the time allows. A page that fails after others were read ends the list
 * early instead of losing them.
 * @param list name of the items in the answer
 * @param position schema of what `next` holds
 * @param fetchPage reads one page; `from` is undefined for the first
 */
export async function readPages<Position>(
  ghl: Ghl,
  list: string,
  { limit, cursor, all }: PagingInput,
  size: PageSize,
  position: z.ZodType<Position>,
  fetchPage: (limit: number, from: Position | undefined) => Promise<Page<Position>>
): Promise<Record<string, unknown>> {
  const pageSize = Math.min(limit ?? (all ? size.most : size.usual), size.most)
  const items: unknown[] = []
  let from = cursor === undefined ? undefined : decodeCursor(list, cursor, position)
  let total: unknown
  let stoppedEarly = false
  for (;;) {
    try {
      const page = await fetchPage(pageSize, from)
      items.push(...page.items)
      total = page.total ?? total
      // A cursor is often still there on the last page, which shows by being short.
      from = page.items.length < (page.size ?? pageSize) ? undefined : page.next
    } catch (thrown) {
      if (!(thrown instanceof GhlError) || items.length === 0) throw thrown
      stoppedEarly = true
    }
    if (!all || from === undefined) break
    stoppedEarly ||= items.length >= MAX_ITEMS || Date.now() > ghl.deadline - MARGIN_MS
    if (stoppedEarly) break
  }
  return {
    [list]: items,
    total,
    ...(from !== undefined && { nextCursor: encodeCursor(list, from) }),
    ...(all && { stoppedEarly }),
  }
}

/** True when what has been read, counted from the very first, is all there is. */
const isAll = (read: number, total: unknown): boolean => typeof total === 'number' && read >= total

/** Pages of a route that counts from an offset. */
export const readByOffset = (
  ghl: Ghl,
  list: string,
  input: PagingInput,
  size: PageSize & { startAt?: number | undefined },
  fetchPage: (limit: number, offset: number) => Promise<Page<number>>
): Promise<Record<string, unknown>> =>
  readPages(ghl, list, input, size, z.number().int().min(0), async (limit, from = size.startAt ?? 0) => {
    const page = await fetchPage(limit, from)
    return { next: isAll(from + page.items.length, page.total) ? undefined : from + limit, ...page }
  })

const numberedPage = z.object({ page: z.number().int().min(1), size: z.number().int().min(1) })

/** Pages of a route that numbers them from 1. A cursor keeps the size of its pages, without which a number means nothing. */
export const readByNumber = (
  ghl: Ghl,
  list: string,
  input: PagingInput,
  pageSize: PageSize,
  fetchPage: (limit: number, page: number) => Promise<{ items: unknown[]; total: unknown }>
): Promise<Record<string, unknown>> =>
  readPages(ghl, list, input, pageSize, numberedPage, async (limit, from = { page: 1, size: limit }) => {
    const { page, size } = from
    const found = await fetchPage(size, page)
    return { ...found, size, next: isAll(page * size, found.total) ? undefined : { page: page + 1, size } }
  })

/** A list that GoHighLevel gives whole. */
export const wholeList = (list: string, items: unknown[]) => ({ [list]: items, total: items.length })
