import { assertNever } from '../../domain/assert-never.js'
import type { Json } from '../../domain/canonical-json.js'
import { folded } from './compile-pattern.js'
import type { Matcher, Place } from './field-test.js'
import type { RecordView } from './record-view.js'
import { scalarsOf } from './value-texts.js'

/**
 * `fieldref`: a value of this field is, begins with, ends with or contains a value of the other field of the same record.
 * Where either is absent, null, a map or empty text there is nothing to compare, so no match: an absent user name would
 * otherwise be contained in every ARN.
 */
export function refersTo(matcher: Extract<Matcher, { kind: 'field' }>) {
  const spelled = matcher.cased ? (text: string) => text : folded
  return (values: readonly Json[], view: RecordView): boolean => {
    const others = new Set(
      view
        .values(matcher.path)
        .flatMap(scalarsOf)
        .map((each) => spelled(String(each))),
    )
    others.delete('')
    if (others.size === 0) return false
    const texts = values.flatMap(scalarsOf).map((each) => spelled(String(each)))
    if (matcher.place === 'whole') return texts.some((text) => others.has(text))
    return texts.some((text) => [...others].some((other) => stands(other, text, matcher.place)))
  }
}

function stands(other: string, text: string, place: Place): boolean {
  switch (place) {
    case 'whole':
      return text === other
    case 'start':
      return text.startsWith(other)
    case 'end':
      return text.endsWith(other)
    case 'anywhere':
      return text.includes(other)
    default:
      return assertNever(place, 'place')
  }
}
