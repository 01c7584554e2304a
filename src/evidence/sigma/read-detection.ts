import type { Placeholders } from './expand-placeholders.js'
import type { FieldTest } from './field-test.js'
import { joined, type Logic } from './logic.js'
import { readCondition } from './read-condition.js'
import { readFieldTest } from './read-field-test.js'
import type { RuleNotes } from './rule-notes.js'
import type { YamlEntry, YamlMap, YamlTree } from './yaml-tree.js'

/** Of `detection`: what is no search identifier. */
const RESERVED: ReadonlySet<string> = new Set(['condition', 'timeframe'])

/** The whole of a rule's `detection` as logic over tests of fields; null where anything of it was refused. */
export function readDetection(
  detection: YamlMap,
  placeholders: Placeholders,
  notes: RuleNotes,
): Logic<FieldTest> | null {
  const searches = new Map<string, Logic<FieldTest> | null>()
  for (const { key, value } of detection.entries) {
    if (key === 'timeframe')
      notes.refuse(value.line, 'timeframe', 'a timeframe relates several events; rules are asked one event at a time')
    else if (!RESERVED.has(key)) searches.set(key, readSearch(value, key, placeholders, notes))
  }
  const condition = detection.entries.find(({ key }) => key === 'condition')
  if (condition === undefined) return notes.refuse(detection.line, 'condition', 'the detection has no condition')
  const logic = conditionsOf(condition, [...searches.keys()], notes)
  if (logic === null || notes.refusals.length > 0) return null
  warnOfUnused(detection, logic, notes)
  return resolved(logic, searches)
}

/** Several conditions are an `or`. */
function conditionsOf(condition: YamlEntry, identifiers: readonly string[], notes: RuleNotes): Logic<string> | null {
  const { value } = condition
  const items = value.kind === 'list' ? value.items : [value]
  const all = items.map((item): Logic<string> | null => {
    if (item.kind !== 'scalar' || typeof item.value !== 'string')
      return notes.refuse(item.line, 'condition', 'the condition is no text')
    const read = readCondition(item.value, identifiers)
    return read.ok ? read.logic : notes.refuse(item.line, read.construct, read.reason)
  })
  if (all.length === 0) return notes.refuse(value.line, 'condition', 'the list of conditions is empty')
  const known = all.flatMap((logic) => (logic === null ? [] : [logic]))
  return known.length === all.length ? joined('or', known) : null
}

/** A map is an `and` of its fields, a list an `or` of maps and keywords. */
function readSearch(
  tree: YamlTree,
  name: string,
  placeholders: Placeholders,
  notes: RuleNotes,
): Logic<FieldTest> | null {
  if (tree.kind === 'scalar') return readFieldTest('', tree.line, tree, placeholders, notes)
  if (tree.kind === 'map')
    return joinedOrNull(
      'and',
      tree.entries.map(({ key, line, value }) => readFieldTest(key, line, value, placeholders, notes)),
      () => notes.refuse(tree.line, 'search identifier', `"${name}" is an empty map`),
    )
  return joinedOrNull(
    'or',
    tree.items.map((item) =>
      item.kind === 'list'
        ? notes.refuse(item.line, 'search identifier', `"${name}" holds a list in a list`)
        : readSearch(item, name, placeholders, notes),
    ),
    () => notes.refuse(tree.line, 'search identifier', `"${name}" is an empty list`),
  )
}

function joinedOrNull(
  kind: 'and' | 'or',
  all: readonly (Logic<FieldTest> | null)[],
  refuseEmpty: () => null,
): Logic<FieldTest> | null {
  if (all.length === 0) return refuseEmpty()
  const known = all.flatMap((logic) => (logic === null ? [] : [logic]))
  return known.length === all.length ? joined(kind, known) : null
}

function warnOfUnused(detection: YamlMap, logic: Logic<string>, notes: RuleNotes): void {
  const used = new Set(namesIn(logic))
  for (const { key, line } of detection.entries)
    if (!RESERVED.has(key) && !used.has(key)) notes.warn(line, `The condition never asks for "${key}".`)
}

function namesIn(logic: Logic<string>): readonly string[] {
  if (logic.kind === 'leaf') return [logic.leaf]
  return logic.kind === 'not' ? namesIn(logic.of) : logic.of.flatMap(namesIn)
}

function resolved(
  logic: Logic<string>,
  searches: ReadonlyMap<string, Logic<FieldTest> | null>,
): Logic<FieldTest> | null {
  if (logic.kind === 'leaf') return searches.get(logic.leaf) ?? null
  if (logic.kind === 'not') {
    const of = resolved(logic.of, searches)
    return of === null ? null : { kind: 'not', of }
  }
  const of = logic.of.flatMap((each) => resolved(each, searches) ?? [])
  return of.length === logic.of.length ? { kind: logic.kind, of } : null
}
