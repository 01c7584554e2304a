import { WIDE_ENCODINGS, type WideEncoding } from './encoded-texts.js'
import type { Comparison, TimePart } from './field-test.js'
import type { RuleNotes } from './rule-notes.js'

const OPENINGS = ['contains', 'startswith', 'endswith'] as const
const COMPARISONS = ['lt', 'lte', 'gt', 'gte'] as const
const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
/** The long names are pySigma's. */
const REGEX_FLAGS = new Map<string, 'i' | 'm' | 's'>([
  ['i', 'i'],
  ['ignorecase', 'i'],
  ['m', 'm'],
  ['multiline', 'm'],
  ['s', 's'],
  ['dotall', 's'],
])

export type Opening = (typeof OPENINGS)[number]

/** A step that changes the text to look for; they are taken in the order they are written. */
export type TextStep = Opening | 'windash' | 'base64' | 'base64offset' | WideEncoding

/** What the values of a field are: texts, or one of the types that modifiers name. */
export type ValueType =
  | { readonly kind: 'text'; readonly steps: readonly TextStep[] }
  | { readonly kind: 'regex'; readonly flags: ReadonlySet<'i' | 'm' | 's'> }
  | { readonly kind: 'cidr' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'fieldref'; readonly openings: readonly Opening[] }
  | { readonly kind: 'number'; readonly comparison: Comparison }
  | { readonly kind: 'time'; readonly part: TimePart; readonly comparison: Comparison | 'equal' }

export interface Modifiers {
  readonly type: ValueType
  /** Whether any modifier of texts stands there, so that numbers are taken as written. */
  readonly textual: boolean
  readonly all: boolean
  readonly negated: boolean
  readonly cased: boolean
  readonly expand: boolean
}

/**
 * Reads `contains|all` and the like. Knows every modifier of the Sigma modifiers appendix 2.1 (2025-07-17); refuses by name
 * an unknown one, and two that do not go together.
 */
export function readModifiers(names: readonly string[], line: number, notes: RuleNotes): Modifiers | null {
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined)
    return notes.refuse(line, `modifier ${repeated}`, `the modifier ${repeated} is given twice`)
  const general = new Set(['all', 'neq', 'cased', 'expand'])
  const own = names.filter((name) => !general.has(name))
  const type = valueType(own, line, notes)
  if (type === null) return null
  if (names.includes('cased') && type.kind !== 'text' && type.kind !== 'fieldref')
    return refusePair('cased', own, line, notes)
  if (names.includes('expand') && !['text', 'regex', 'cidr'].includes(type.kind))
    return refusePair('expand', own, line, notes)
  const textual = type.kind === 'text' && (type.steps.length > 0 || names.includes('cased') || names.includes('expand'))
  return {
    type,
    textual,
    all: names.includes('all'),
    negated: names.includes('neq'),
    cased: names.includes('cased'),
    expand: names.includes('expand'),
  }
}

function refusePair(name: string, others: readonly string[], line: number, notes: RuleNotes): null {
  return notes.refuse(
    line,
    `modifiers ${[...others, name].join('|')}`,
    `${name} does not go with ${others.join(' and ')}`,
  )
}

function valueType(names: readonly string[], line: number, notes: RuleNotes): ValueType | null {
  const unknown = names.find((name) => !isKnown(name))
  if (unknown !== undefined)
    return notes.refuse(line, `modifier ${unknown}`, `the modifier "${unknown}" is not one of Sigma's`)
  const steps = names.filter(isTextStep)
  if (steps.length === names.length) return { kind: 'text', steps }
  const type = typeOf(names)
  if (type !== null) return type
  return notes.refuse(line, `modifiers ${names.join('|')}`, `the modifiers ${names.join(', ')} do not go together`)
}

function typeOf(names: readonly string[]): ValueType | null {
  const [first, second] = names
  const rest = names.slice(1)
  if (first === 're') return regexType(rest)
  if (first === 'cidr' && rest.length === 0) return { kind: 'cidr' }
  if (first === 'exists' && rest.length === 0) return { kind: 'exists' }
  if (names.includes('fieldref')) return fieldrefType(names)
  const part = TIME_PARTS.find((each) => each === first)
  if (part !== undefined && rest.length === 0) return { kind: 'time', part, comparison: 'equal' }
  const comparison = COMPARISONS.find((each) => each === (part === undefined ? first : second))
  if (comparison === undefined || names.length > (part === undefined ? 1 : 2)) return null
  return part === undefined ? { kind: 'number', comparison } : { kind: 'time', part, comparison }
}

function regexType(names: readonly string[]): ValueType | null {
  const flags = names.flatMap((name) => REGEX_FLAGS.get(name) ?? [])
  return flags.length === names.length ? { kind: 'regex', flags: new Set(flags) } : null
}

function fieldrefType(names: readonly string[]): ValueType | null {
  const openings = names.filter(isOpening)
  return openings.length === names.length - 1 ? { kind: 'fieldref', openings } : null
}

function isOpening(name: string): name is Opening {
  return OPENINGS.some((each) => each === name)
}

function isTextStep(name: string): name is TextStep {
  return ['windash', 'base64', 'base64offset', ...OPENINGS, ...WIDE_ENCODINGS].includes(name)
}

function isKnown(name: string): boolean {
  const types: readonly string[] = ['re', 'cidr', 'exists', 'fieldref', ...COMPARISONS, ...TIME_PARTS]
  return isTextStep(name) || types.includes(name) || REGEX_FLAGS.has(name)
}
