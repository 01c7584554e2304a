import type { PayloadSource } from '../../integrations/findings/sources.js'

/** Of a payload that no source takes: whose form it was meant to have, by what nobody else's has; null where nothing tells. */
export function resembledSource(payload: unknown): PayloadSource | null {
  const fields = keysOf(payload)
  const inner = [...['detail', 'findings', '_source'].flatMap((name) => itemsOf(fields.get(name))), payload].map(keysOf)
  const bySender = senders.find(([sender]) => fields.get('source') === sender)
  if (bySender !== undefined) return bySender[1]
  const byMark = marks.find(([, names]) => inner.some((item) => names.every((name) => item.has(name))))
  return byMark === undefined ? null : byMark[0]
}

/** The `source` of an event of EventBridge, or of Elastic's connector. */
const senders: readonly (readonly [string, PayloadSource])[] = [
  ['aws.guardduty', 'guardduty'],
  ['aws.securityhub', 'security-hub'],
  ['aws.detective', 'detective'],
  ['elastic', 'elastic'],
]

/** Names in lower case that stand beside each other. The carriers and those with a name of their own come first. */
const marks: readonly (readonly [PayloadSource, readonly string[]])[] = [
  ['sns', ['type', 'messageid']],
  ['sns', ['type', 'topicarn']],
  ['detective', ['investigationid']],
  ['security-hub', ['productarn']],
  ['security-hub', ['class_uid']],
  ['guardduty', ['schemaversion', 'service']],
  ['guardduty', ['service', 'resource']],
  ['security-hub', ['schemaversion', 'generatorid']],
  ['splunk', ['sid']],
  ['splunk', ['result']],
  ['splunk', ['search_name']],
  ['elastic', ['alerts', 'rule']],
  ['elastic', ['hits']],
  ['elastic', ['kibana.alert.rule.name']],
  ['elastic', ['kibana.alert.uuid']],
  ['generic', ['principal']],
]

function itemsOf(value: unknown): unknown[] {
  const [first] = Array.isArray(value) ? value : [value]
  // A few findings of one service: the first tells whose they are.
  return first === undefined ? [] : [first, ...itemsOf(keysOf(first).get('findings'))]
}

function keysOf(value: unknown): ReadonlyMap<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return new Map(isObject ? Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]) : [])
}
