import type { Statement } from '../../src/evidence/proposal/proposal.js'
import type { VolumeInterval } from '../../src/evidence/timeline/api-call-volume.js'
import type { TreeNode } from './session-tree.js'

/**
 * An investigation as sections of a few kinds of blocks: what the terminal and the page both show, so that they cannot differ.
 * Texts are as records have them: each rendering escapes every one.
 */
export type Tone = 'bad' | 'open' | 'good' | 'plain'

export interface Entry {
  readonly heading: string
  readonly tone: Tone
  readonly note: string
  readonly statements: readonly Statement[]
}

export interface Row {
  readonly cells: readonly string[]
  readonly tone: Tone
  readonly eventIds: readonly string[]
  /** How many records there are of it; absent where all are named. */
  readonly records?: number
}

export type Block =
  /** Sentences that follow one another. */
  | { readonly kind: 'paragraph'; readonly statements: readonly Statement[] }
  | { readonly kind: 'list'; readonly caption: string; readonly items: readonly Statement[] }
  | {
      readonly kind: 'entries'
      readonly entries: readonly Entry[]
      readonly ordered: boolean
      readonly more: string | null
    }
  | {
      readonly kind: 'table'
      readonly columns: readonly string[]
      /** Columns whose texts are long: the terminal shows them below the line. */
      readonly long: readonly string[]
      readonly rows: readonly Row[]
      readonly more: string | null
    }
  | { readonly kind: 'volume'; readonly intervals: readonly VolumeInterval[] }
  | { readonly kind: 'tree'; readonly roots: readonly TreeNode[]; readonly more: string | null }

export interface Section {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

export interface OutlineOptions {
  /** How an actor is named, by its key. */
  readonly nameOf: (actorKey: string) => string
}

/** How many records are not named beside the first `shown`. */
export function unnamed({ eventIds, records = 0 }: Pick<Statement, 'eventIds' | 'records'>, shown: number): number {
  return Math.max(0, Math.max(records, eventIds.length) - shown)
}

/** A sentence and what ends it: ids of records stand before the full stop. */
export function beforeItsEnd(text: string): readonly [string, string] {
  const end = /[.;:]$/.exec(text)?.[0] ?? ''
  return [text.slice(0, text.length - end.length), end]
}

export function sentence(text: string, eventIds: readonly string[] = []): Statement {
  return { text, eventIds }
}

export function paragraph(...statements: readonly Statement[]): Block {
  return { kind: 'paragraph', statements }
}

/** A list, or nothing where it is empty. */
export function list(caption: string, items: readonly Statement[]): Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', caption, items }]
}

/** A table of the first `limit` rows, or the sentence where there are none. */
export function table(
  columns: readonly string[],
  rows: readonly Row[],
  { limit, none, long = [] }: { readonly limit: number; readonly none: string; readonly long?: readonly string[] },
): Block[] {
  if (rows.length === 0) return [paragraph(sentence(none))]
  const left = rows.length - limit
  return [{ kind: 'table', columns, long, rows: rows.slice(0, limit), more: left > 0 ? moreText(left) : null }]
}

export function moreText(left: number): string {
  return `and ${left} more, which --json lists`
}

/** `2023-07-10 12:00:05`, in UTC as all times here. */
export function showTime(iso: string | null): string {
  return iso === null ? '' : iso.slice(0, 19).replace('T', ' ')
}
