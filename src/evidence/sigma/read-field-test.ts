import { assertNever } from '../../domain/assert-never.js'
import { cidrMatcher } from './cidr-matcher.js'
import { expandPlaceholders, type Placeholders } from './expand-placeholders.js'
import { type FieldTest, fieldPath, type Matcher, type Place } from './field-test.js'
import { linearRegex } from './linear-regex.js'
import type { Logic } from './logic.js'
import { type Modifiers, type Opening, readModifiers, type ValueType } from './modifiers.js'
import type { RuleNotes } from './rule-notes.js'
import { textMatchers } from './text-matchers.js'
import { plainText, textPattern } from './text-pattern.js'
import { isTrailField, looksLikeFieldPath } from './trail-fields.js'
import type { YamlScalar, YamlTree } from './yaml-tree.js'

/** A line of a selection, `field|modifiers: values`; without a field it is a keyword search of the whole record. */
export function readFieldTest(
  key: string,
  line: number,
  value: YamlTree,
  placeholders: Placeholders,
  notes: RuleNotes,
): Logic<FieldTest> | null {
  const [name = '', ...names] = key.split('|')
  const read = readModifiers(names, line, notes)
  const scalars = scalarsOf(value, key, notes)
  if (read === null || scalars === null) return null
  const modifiers = name === '' ? keywordModifiers(read, names, line, notes) : read
  if (modifiers === null) return null
  if (name !== '' && !isTrailField(name)) notes.warn(line, `"${name}" is no field of a CloudTrail record.`)
  if (scalars.length > 1 && scalars.some((scalar) => scalar.value === null))
    notes.warn(
      line,
      `"${key}" has null in a list of values, where Sigma does not define it; it is one of the alternatives.`,
    )
  if (modifiers.all && scalars.length === 1) notes.warn(line, `"${key}" asks for all of one value.`)
  const groups = scalars.map((scalar) => matchersOf(scalar, modifiers, placeholders, notes))
  if (groups.includes(null)) return null
  const field = name === '' ? null : fieldPath(name)
  if (field === null && name !== '') return notes.refuse(line, 'field', `"${name}" has too many steps`)
  // A value can stand for several (offsets, placeholders): with `all`, one of each value's.
  const alternatives = groups.flatMap((group) => (group === null ? [] : [group]))
  const leaf = (matchers: readonly Matcher[]): Logic<FieldTest> => ({
    kind: 'leaf',
    leaf: { field, matchers },
  })
  const test: Logic<FieldTest> = modifiers.all ? { kind: 'and', of: alternatives.map(leaf) } : leaf(alternatives.flat())
  return modifiers.negated ? { kind: 'not', of: test } : test
}

function scalarsOf(value: YamlTree, key: string, notes: RuleNotes): readonly YamlScalar[] | null {
  const construct = `value of ${key}`
  if (value.kind === 'scalar') return [value]
  if (value.kind === 'map') return notes.refuse(value.line, construct, `the value of "${key}" is a map`)
  if (value.items.length === 0) return notes.refuse(value.line, construct, `the list of values of "${key}" is empty`)
  const scalars = value.items.flatMap((item) => (item.kind === 'scalar' ? [item] : []))
  if (scalars.length === value.items.length) return scalars
  return notes.refuse(value.line, construct, `the list of values of "${key}" holds a list or a map`)
}

/** Keywords are looked for anywhere in the record. */
function keywordModifiers(read: Modifiers, names: readonly string[], line: number, notes: RuleNotes): Modifiers | null {
  const { type } = read
  if (type.kind === 'regex') return read
  if (type.kind !== 'text' || type.steps.includes('startswith') || type.steps.includes('endswith'))
    return notes.refuse(line, `keyword with ${names.join('|')}`, `${names.join('|')} needs a field before it`)
  const steps = type.steps.includes('contains') ? type.steps : [...type.steps, 'contains' as const]
  return { ...read, type: { ...type, steps }, textual: true }
}

function matchersOf(
  scalar: YamlScalar,
  modifiers: Modifiers,
  placeholders: Placeholders,
  notes: RuleNotes,
): readonly Matcher[] | null {
  const { value, source, line } = scalar
  const { type } = modifiers
  if (type.kind === 'exists')
    return typeof value === 'boolean'
      ? [{ kind: 'exists', expected: value }]
      : wrongType('exists', 'true or false', scalar, notes)
  if (type.kind === 'number' || type.kind === 'time') return numberMatcher(scalar, type, notes)
  const plain = type.kind === 'text' && !modifiers.textual
  if (value === null) return plain ? [{ kind: 'null' }] : wrongType('these modifiers', 'texts', scalar, notes)
  if (typeof value === 'number' && plain) return [{ kind: 'number', number: value, text: source }]
  const texts = textsOf(typeof value === 'string' ? value : source, modifiers, placeholders, line, notes)
  if (texts === null) return null
  const groups = texts.map((text) => typedMatchers(text, type, modifiers.cased, line, notes))
  return groups.includes(null) ? null : groups.flatMap((group) => group ?? [])
}

function textsOf(
  text: string,
  modifiers: Modifiers,
  placeholders: Placeholders,
  line: number,
  notes: RuleNotes,
): readonly string[] | null {
  if (!modifiers.expand) {
    if (modifiers.type.kind === 'text' && looksLikeFieldPath(text)) notes.warn(line, likelyReference(text))
    return [text]
  }
  const expanded = expandPlaceholders(text, placeholders)
  return expanded.ok ? expanded.texts : notes.refuse(line, expanded.construct, expanded.reason)
}

function numberMatcher(
  scalar: YamlScalar,
  type: Extract<ValueType, { kind: 'number' | 'time' }>,
  notes: RuleNotes,
): readonly Matcher[] | null {
  const { value } = scalar
  if (typeof value !== 'number')
    return wrongType(type.kind === 'time' ? type.part : type.comparison, 'a number', scalar, notes)
  return type.kind === 'time'
    ? [{ kind: 'time', part: type.part, comparison: type.comparison, number: value }]
    : [{ kind: 'compare', comparison: type.comparison, number: value }]
}

function wrongType(what: string, wanted: string, scalar: YamlScalar, notes: RuleNotes): null {
  const given = scalar.value === null ? 'null' : `${typeof scalar.value} "${scalar.source}"`
  return notes.refuse(scalar.line, `value of ${what}`, `${what} take ${wanted}, not ${given}`)
}

function typedMatchers(
  text: string,
  type: Exclude<ValueType, { kind: 'exists' | 'number' | 'time' }>,
  cased: boolean,
  line: number,
  notes: RuleNotes,
): readonly Matcher[] | null {
  switch (type.kind) {
    case 'text':
      return textMatchers(text, type.steps, cased, line, notes)
    case 'regex':
      return regexMatcher(text, type.flags, line, notes)
    case 'cidr': {
      const matcher = cidrMatcher(text)
      return matcher === null ? notes.refuse(line, 'cidr', `"${text}" is no network`) : [matcher]
    }
    case 'fieldref':
      return referenceMatcher(text, type.openings, cased, line, notes)
    default:
      return assertNever(type, 'value type')
  }
}

function likelyReference(text: string): string {
  return `"${text}" is compared as a text, as written. It looks like a field: the fieldref modifier compares with a field.`
}

function regexMatcher(
  text: string,
  flags: ReadonlySet<'i' | 'm' | 's'>,
  line: number,
  notes: RuleNotes,
): readonly Matcher[] | null {
  const regex = linearRegex(text, { ignoreCase: flags.has('i'), multiline: flags.has('m'), dotAll: flags.has('s') })
  return regex.ok
    ? [{ kind: 'regex', test: regex.test }]
    : notes.refuse(line, 'regular expression', `a regular expression cannot be used: ${regex.reason}`)
}

function referenceMatcher(
  text: string,
  openings: readonly Opening[],
  cased: boolean,
  line: number,
  notes: RuleNotes,
): readonly Matcher[] | null {
  const name = plainText(textPattern(text))
  if (name === null || name === '') return notes.refuse(line, 'fieldref', `"${text}" is no name of a field`)
  if (!isTrailField(name)) notes.warn(line, `"${name}" is no field of a CloudTrail record.`)
  const path = fieldPath(name)
  if (path === null) return notes.refuse(line, 'field', `"${name}" has too many steps`)
  return [{ kind: 'field', path, place: placeOf(openings), cased }]
}

function placeOf(openings: readonly Opening[]): Place {
  const starts = openings.includes('startswith')
  const ends = openings.includes('endswith')
  if (openings.includes('contains') || (starts && ends)) return 'anywhere'
  return starts ? 'start' : ends ? 'end' : 'whole'
}
