import { assertNever } from '../../domain/assert-never.js'
import type { Json } from '../../domain/canonical-json.js'
import { compilePattern, folded, foldedPattern } from './compile-pattern.js'
import type { Comparison, Matcher } from './field-test.js'
import type { RecordView } from './record-view.js'
import { refersTo } from './refers-to.js'
import { plainText } from './text-pattern.js'
import { timePartOf } from './time-part-of.js'
import { scalarsOf, textsOf } from './value-texts.js'

/** Whether the values of a field meet any of a rule's matchers. */
export type ValuesTest = (values: readonly Json[], view: RecordView) => boolean

/** Matchers by what they look at, so that a text is folded once and a list of names is one look-up. */
interface Compiled {
  readonly exact: Set<string>
  readonly folded: ((text: string) => boolean)[]
  readonly texts: ((text: string) => boolean)[]
  readonly scalars: ((value: string | number | boolean) => boolean)[]
  readonly values: ValuesTest[]
}

export function compileMatchers(matchers: readonly Matcher[]): ValuesTest {
  const compiled: Compiled = { exact: new Set(), folded: [], texts: [], scalars: [], values: [] }
  for (const matcher of matchers) addMatcher(matcher, compiled)
  const { exact, folded: foldedTests, texts, scalars, values } = compiled
  const folds = exact.size > 0 || foldedTests.length > 0
  const textTest = (text: string): boolean => {
    if (texts.some((test) => test(text))) return true
    if (!folds) return false
    const spelled = folded(text)
    return exact.has(spelled) || foldedTests.some((test) => test(spelled))
  }
  const looksAtTexts = folds || texts.length > 0
  const valueTest = (value: Json): boolean => {
    if (looksAtTexts && (typeof value === 'string' ? textTest(value) : textsOf(value).some(textTest))) return true
    return scalars.length > 0 && scalarsOf(value).some((scalar) => scalars.some((test) => test(scalar)))
  }
  return (all, view) => values.some((test) => test(all, view)) || all.some(valueTest)
}

function addMatcher(matcher: Matcher, compiled: Compiled): void {
  switch (matcher.kind) {
    case 'pattern':
      addPattern(matcher, compiled)
      return
    case 'regex':
      compiled.texts.push(matcher.test)
      return
    case 'number': {
      const spellings = new Set([matcher.text, String(matcher.number)])
      compiled.scalars.push((value) => value === matcher.number || (typeof value === 'string' && spellings.has(value)))
      return
    }
    case 'compare':
      compiled.scalars.push((value) => compares(numberIn(value), matcher.comparison, matcher.number))
      return
    case 'cidr':
      compiled.scalars.push((value) => typeof value === 'string' && matcher.contains(value))
      return
    case 'time':
      compiled.scalars.push((value) => compares(timePartOf(value, matcher.part), matcher.comparison, matcher.number))
      return
    case 'null':
      compiled.values.push((values) => values.every((value) => value === null))
      return
    case 'exists':
      compiled.values.push((values) => values.length > 0 === matcher.expected)
      return
    case 'field':
      compiled.values.push(refersTo(matcher))
      return
    default:
      assertNever(matcher, 'matcher')
  }
}

function addPattern({ pattern, cased }: Extract<Matcher, { kind: 'pattern' }>, compiled: Compiled): void {
  const plain = plainText(pattern)
  if (cased) compiled.texts.push(compilePattern(pattern))
  else if (plain !== null) compiled.exact.add(folded(plain))
  else compiled.folded.push(compilePattern(foldedPattern(pattern)))
}

/** Records hold numbers as texts too (`"fromPort": "22"`). */
function numberIn(value: string | number | boolean): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

function compares(value: number | null, comparison: Comparison | 'equal', limit: number): boolean {
  if (value === null) return false
  switch (comparison) {
    case 'equal':
      return value === limit
    case 'lt':
      return value < limit
    case 'lte':
      return value <= limit
    case 'gt':
      return value > limit
    case 'gte':
      return value >= limit
    default:
      return assertNever(comparison, 'comparison')
  }
}
