import type { Json } from '../../domain/canonical-json.js'
import type { TrailRecord } from '../../domain/trail-record.js'
import type { FieldPath } from './field-test.js'
import { textsOf } from './value-texts.js'

const NONE: readonly Json[] = []

/** A record as rules look at it. One view serves all rules, so that the text of the whole is written at most once. */
export class RecordView {
  private wholeTexts: readonly string[] | null = null

  constructor(private readonly record: TrailRecord) {}

  /** What keywords are searched in. */
  texts(): readonly string[] {
    this.wholeTexts ??= textsOf(this.record)
    return this.wholeTexts
  }

  /**
   * The values at a dotted path: of arrays on the way any element, and a key may itself hold dots (`requestParameters` has
   * tags as `tag.name`), so one path can lead to several places. Null values are in it; of absent fields there are none.
   */
  values(path: FieldPath): readonly Json[] {
    // Nearly always there is one way, key by key through maps; only other records pay for the search.
    let value: Json = this.record
    for (const keys of path.keys) {
      if (typeof value !== 'object' || value === null) return NONE
      if (Array.isArray(value)) return everyValue(this.record, path)
      for (let joined = 1; joined < keys.length; joined += 1)
        if (Object.hasOwn(value, keys[joined] ?? '')) return everyValue(this.record, path)
      const key: string = keys[0] ?? ''
      const next: Json | undefined = Object.hasOwn(value, key) ? value[key] : undefined
      if (next === undefined) return NONE
      value = next
    }
    return [value]
  }
}

interface Place {
  readonly value: Json
  readonly from: number
}

/** Not recursive: arrays in arrays can be nested deeper than the stack. */
function everyValue(record: TrailRecord, { keys }: FieldPath): readonly Json[] {
  const found: Json[] = []
  const todo: Place[] = [{ value: record, from: 0 }]
  for (let place = todo.pop(); place !== undefined; place = todo.pop()) {
    const { value, from } = place
    const here = keys[from]
    if (here === undefined) found.push(value)
    else if (Array.isArray(value)) for (const item of value) todo.push({ value: item, from })
    else if (typeof value === 'object' && value !== null) pushSteps(value, from, here, todo)
  }
  return found
}

function pushSteps(
  value: { readonly [key: string]: Json },
  from: number,
  keys: readonly string[],
  todo: Place[],
): void {
  for (const [joined, key] of keys.entries()) {
    const next = Object.hasOwn(value, key) ? value[key] : undefined
    if (next !== undefined) todo.push({ value: next, from: from + joined + 1 })
  }
}
