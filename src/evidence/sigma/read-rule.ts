import type { Placeholders } from './expand-placeholders.js'
import type { FieldTest } from './field-test.js'
import type { Logic } from './logic.js'
import { readDetection } from './read-detection.js'
import { readAttribution, type SigmaAttribution } from './rule-attribution.js'
import type { RuleNotes } from './rule-notes.js'
import type { YamlMap, YamlTree } from './yaml-tree.js'

export interface ReadRule {
  readonly attribution: SigmaAttribution
  readonly logic: Logic<FieldTest>
  readonly line: number
}

/** Kinds of Sigma documents other than rules of single events, by the key that marks them. */
const OTHER_DOCUMENTS: Readonly<Record<string, string>> = {
  correlation: 'a correlation relates several events; rules are asked one event at a time',
  filter: 'a Sigma filter changes other rules; write its exclusion into them',
  action: 'rule collections (`action: global`) are no longer part of Sigma; write the rules out',
}

/** One document of a rule file. What is wrong with it is in the notes; then there is no rule. */
export function readRule(tree: YamlTree, file: string, placeholders: Placeholders, notes: RuleNotes): ReadRule | null {
  if (tree.kind !== 'map') return notes.refuse(tree.line, 'document', 'it is no Sigma rule: a rule is a map of fields')
  const title = entry(tree, 'title')
  if (title?.kind === 'scalar' && typeof title.value === 'string') notes.title = title.value
  for (const { key, line } of tree.entries) {
    const reason = Object.hasOwn(OTHER_DOCUMENTS, key) ? OTHER_DOCUMENTS[key] : undefined
    if (reason !== undefined) return notes.refuse(line, key, reason)
  }
  const attribution = readAttribution(tree, file, notes)
  checkStatus(attribution, tree, notes)
  checkLogSource(tree, notes)
  const detection = entry(tree, 'detection')
  if (detection?.kind !== 'map')
    return notes.refuse(detection?.line ?? tree.line, 'detection', 'it has no detection, or one that is no map')
  const logic = readDetection(detection, placeholders, notes)
  if (attribution === null || logic === null || notes.refusals.length > 0) return null
  return { attribution, logic, line: tree.line }
}

function entry(map: YamlMap, key: string): YamlTree | undefined {
  return map.entries.find((each) => each.key === key)?.value
}

/** Its publisher says of an unsupported rule that it cannot be used as it is: evaluating it would show matches nobody meant. */
function checkStatus(attribution: SigmaAttribution | null, rule: YamlMap, notes: RuleNotes): void {
  const line = entry(rule, 'status')?.line ?? rule.line
  if (attribution?.status === 'unsupported')
    notes.refuse(
      line,
      'status unsupported',
      'its publisher marks it as unsupported: it cannot be used in its current state',
    )
  if (attribution?.status === 'deprecated') notes.warn(line, 'Its publisher has replaced it by another rule.')
}

/** A rule for other logs could match by accident of field names, so only rules for CloudTrail are asked. */
function checkLogSource(rule: YamlMap, notes: RuleNotes): void {
  const source = entry(rule, 'logsource')
  if (source?.kind !== 'map') {
    notes.refuse(source?.line ?? rule.line, 'logsource', 'it has no logsource, or one that is no map')
    return
  }
  const said = ['product', 'service', 'category'].map((key) => {
    const value = entry(source, key)
    if (value === undefined) return null
    return value.kind === 'scalar' ? String(value.value).toLowerCase() : '(a list or map)'
  })
  const [product, service, category] = said
  if (product === 'aws' && service === 'cloudtrail' && category === null) return
  const given = ['product', 'service', 'category'].flatMap((key, index) =>
    said[index] == null ? [] : `${key} ${said[index]}`,
  )
  notes.refuse(
    source.line,
    `logsource ${given.join(', ')}`.trim(),
    `it is for other logs (${given.join(', ') || 'none named'}); only product aws, service cloudtrail is asked here`,
  )
}
