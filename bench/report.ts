/** The rows of the benchmark's table, and how they are shown. */
import Table from 'cli-table3'
import type { Pair } from './pair'

/** Each names what "ok" means: by ratio to the bare bundle, by difference from it, or of our own figure alone. */
export type Target =
  { most: number } | { least: number } | { mostAbove: number } | { exactly: number } | { upTo: number }

export type Row = {
  measure: string
  unit: string
  /** Absent where the bare bundle can't do it. */
  bare?: number
  ours?: number
  /** Ours divided by bare. */
  ratio?: number
  target?: string
  verdict?: 'ok' | 'over'
  /** Why there is no figure. */
  failure?: string
}

type Figures = { bare?: number; ours: number }

function isMet(target: Target, { bare = 0, ours }: Figures): boolean {
  if ('most' in target) return ours <= target.most * bare
  if ('least' in target) return ours >= target.least * bare
  if ('mostAbove' in target) return ours <= bare + target.mostAbove
  return 'exactly' in target ? ours === target.exactly : ours <= target.upTo
}

function describeTarget(target: Target, unit: string): string {
  if ('most' in target) return `≤ ${target.most.toFixed(2)} ×`
  if ('least' in target) return `≥ ${target.least.toFixed(2)} ×`
  if ('mostAbove' in target) return `≤ bare + ${target.mostAbove} ${unit}`
  return 'exactly' in target ? String(target.exactly) : `≤ ${target.upTo} ${unit}`
}

/** A row with its ratio, where there is one, and its verdict, where there is a target. */
export function compare(measure: string, unit: string, figures: Figures | Pair<number>, target?: Target): Row {
  const { bare, ours } = figures
  return {
    measure,
    unit,
    ...(bare !== undefined && { bare }),
    ours,
    // A growth may be anything around zero, where a ratio tells nothing.
    ...(bare && !(target && 'upTo' in target) && { ratio: ours / bare }),
    ...(target && { target: describeTarget(target, unit), verdict: isMet(target, figures) ? 'ok' : 'over' }),
  }
}

/** Three significant digits, or all of them before the point. */
function format(value: number | undefined): string {
  if (value === undefined) return '–'
  if (Number.isInteger(value)) return String(value)
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}

export function renderTable(rows: Row[]): string {
  const table = new Table({
    head: ['Measure', 'Unit', 'Bare', 'Ours', 'Ratio', 'Target', ''],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const { measure, unit, bare, ours, ratio, target, verdict, failure } of rows) {
    if (failure !== undefined) table.push([measure, { content: `not measured: ${failure}`, colSpan: 6 }])
    else table.push([measure, unit, format(bare), format(ours), ratio?.toFixed(2) ?? '', target ?? '', verdict ?? ''])
  }
  return table.toString()
}
