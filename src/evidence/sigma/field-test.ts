import type { TextPattern } from './text-pattern.js'

export type Comparison = 'lt' | 'lte' | 'gt' | 'gte'
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
export type Place = 'whole' | 'start' | 'end' | 'anywhere'

/** What one value of a field is held against. */
export type Matcher =
  | { readonly kind: 'pattern'; readonly pattern: TextPattern; readonly cased: boolean }
  /** `text` is the number as written in the rule. */
  | { readonly kind: 'number'; readonly number: number; readonly text: string }
  /** The field is absent or null. */
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly expected: boolean }
  | { readonly kind: 'regex'; readonly test: (text: string) => boolean }
  | { readonly kind: 'compare'; readonly comparison: Comparison; readonly number: number }
  | { readonly kind: 'cidr'; readonly contains: (address: string) => boolean }
  | { readonly kind: 'field'; readonly path: FieldPath; readonly place: Place; readonly cased: boolean }
  | {
      readonly kind: 'time'
      readonly part: TimePart
      readonly comparison: Comparison | 'equal'
      readonly number: number
    }

/** A field by its name as written and its dotted steps. */
export interface FieldPath {
  readonly name: string
  readonly steps: readonly string[]
  /** By the step it begins with: every key that could stand there, the steps' own and those joined with dots (`a.b`). */
  readonly keys: readonly (readonly string[])[]
}

/** Keys are joined in advance, and a path of n steps has n * n / 2 of them. */
const MAX_STEPS = 32

/** A line of a selection: a field (null: the whole record, a keyword) and what one of its values must meet, any of these. */
export interface FieldTest {
  readonly field: FieldPath | null
  readonly matchers: readonly Matcher[]
}

/** null for a path longer than 32 steps. */
export function fieldPath(name: string): FieldPath | null {
  const steps = name.split('.')
  if (steps.length > MAX_STEPS) return null
  const keys = steps.map((_, from) =>
    steps.slice(from).map((_, count) => steps.slice(from, from + count + 1).join('.')),
  )
  return { name, steps, keys }
}
