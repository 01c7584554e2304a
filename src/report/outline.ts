/**
 * A report as sections of a few kinds of blocks: what both renderings show, so that they cannot differ. All texts are as
 * they came from outside; each rendering escapes every one of them.
 */
export type Tone = 'good' | 'open' | 'bad'

export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  /** Ids, ARNs, names: to be copied. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  /** ISO 8601; null where it is not known. */
  | { readonly kind: 'time'; readonly at: string | null }
  | { readonly kind: 'status'; readonly text: string; readonly tone: Tone }

export interface Fact {
  readonly name: string
  readonly value: Cell
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: readonly string[]
      readonly rows: readonly (readonly Cell[])[]
      /** Said below the table: how many rows are not shown. */
      readonly more: string | null
    }
  /** `caption` may be '': then the section's title says it. */
  | { readonly kind: 'list'; readonly caption: string; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly caption: string; readonly language: string; readonly text: string }

export interface Section {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

export const text = (value: string): Cell => ({ kind: 'text', text: value })
export const code = (value: string): Cell => ({ kind: 'code', text: value })
export const number = (value: number): Cell => ({ kind: 'number', number: value })
export const time = (at: string | null): Cell => ({ kind: 'time', at })
export const status = (value: string, tone: Tone): Cell => ({ kind: 'status', text: value, tone })
export const fact = (name: string, value: Cell): Fact => ({ name, value })
export const paragraph = (value: string): Block => ({ kind: 'paragraph', text: value })

/** A list, or nothing where it is empty. */
export function list(caption: string, items: readonly string[]): Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', caption, items }]
}

/** A table of the first `limit` rows, or nothing where there are none. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  limit = Number.POSITIVE_INFINITY,
): Block[] {
  if (rows.length === 0) return []
  const left = Math.max(0, rows.length - limit)
  const more = left === 0 ? null : `and ${left} more, which are in the evidence on the record`
  return [{ kind: 'table', caption, columns, rows: rows.slice(0, limit), more }]
}

/** `2026-03-01 10:00:00 UTC`, to the second; a text that is no time stays as it is. */
export function showTime(at: string): string {
  const parsed = Date.parse(at)
  return Number.isNaN(parsed) ? at : `${new Date(parsed).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
