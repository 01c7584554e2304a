import { assertNever } from '../../domain/assert-never.js'
import { folded } from './compile-pattern.js'
import type { FieldTest, Matcher } from './field-test.js'
import type { Logic } from './logic.js'
import { plainText } from './text-pattern.js'

/**
 * The folded texts one of which a field must have wherever the logic is true; null where that cannot be said. Sound, not
 * complete: under `not`, and for wildcards, patterns and numbers, it says null. It speaks of records that hold a text there.
 */
export function pinnedValues(logic: Logic<FieldTest>, field: string): ReadonlySet<string> | null {
  switch (logic.kind) {
    case 'leaf':
      return logic.leaf.field?.name === field ? exactTexts(logic.leaf.matchers) : null
    case 'not':
      return null
    case 'and': {
      const known = logic.of.flatMap((each) => pinnedValues(each, field) ?? [])
      // Each of them holds; the shortest asks least often.
      return known.toSorted((one, other) => one.size - other.size)[0] ?? null
    }
    case 'or': {
      const all = logic.of.map((each) => pinnedValues(each, field))
      return all.includes(null) ? null : new Set(all.flatMap((each) => [...(each ?? [])]))
    }
    default:
      return assertNever(logic, 'logic')
  }
}

function exactTexts(matchers: readonly Matcher[]): ReadonlySet<string> | null {
  const texts = matchers.map((matcher) => (matcher.kind === 'pattern' ? plainText(matcher.pattern) : null))
  return texts.includes(null) ? null : new Set(texts.map((text) => folded(text ?? '')))
}
