import type { TrailRecord } from '../../domain/trail-record.js'
import { folded } from './compile-pattern.js'
import { RecordView } from './record-view.js'
import type { SigmaRule } from './sigma-rule.js'

type Rules = readonly SigmaRule[]

const NONE: Rules = []

/**
 * Rules by the event names they can match, so that a record is held against few of them. Sound: a rule that pins no name is
 * asked about every event of the sources it pins, or about every event; a record whose name or source is no text is
 * held against every rule. `match` therefore answers the same as asking each rule.
 */
export class SigmaSet {
  /** Folded (lower-case) event name to the rules that pin it. */
  readonly eventNames: ReadonlyMap<string, Rules>
  /** Folded event source to the rules that pin it and no name. */
  readonly eventSources: ReadonlyMap<string, Rules>
  /** Rules that pin neither: to be asked about every record. */
  readonly unpinned: Rules
  private readonly order: ReadonlyMap<SigmaRule, number>

  constructor(readonly rules: Rules) {
    this.order = new Map(rules.map((rule, index) => [rule, index]))
    this.eventNames = byKey(rules, (rule) => rule.eventNames)
    this.eventSources = byKey(rules, (rule) => (rule.eventNames === null ? rule.eventSources : null))
    this.unpinned = rules.filter((rule) => rule.eventNames === null && rule.eventSources === null)
  }

  /** The rules that match the record, in the order they were loaded. */
  match(record: TrailRecord): Rules {
    const name = ownText(record, 'eventName')
    const source = ownText(record, 'eventSource')
    const view = new RecordView(record)
    if (name === null || source === null) return this.rules.filter((rule) => rule.matchesView(view))
    const matched = this.matchedOf(name, source, view)
    if (matched.length < 2) return matched
    return matched.toSorted((one, other) => (this.order.get(one) ?? 0) - (this.order.get(other) ?? 0))
  }

  private matchedOf(name: string, source: string, view: RecordView): Rules {
    const matched: SigmaRule[] = []
    for (const rules of [
      this.eventNames.get(folded(name)) ?? NONE,
      this.eventSources.get(folded(source)) ?? NONE,
      this.unpinned,
    ])
      for (const rule of rules) if (rule.matchesView(view)) matched.push(rule)
    return matched
  }
}

function byKey(rules: Rules, keysOf: (rule: SigmaRule) => ReadonlySet<string> | null): ReadonlyMap<string, Rules> {
  const byName = new Map<string, SigmaRule[]>()
  for (const rule of rules) {
    for (const key of keysOf(rule) ?? []) {
      const known = byName.get(key)
      if (known === undefined) byName.set(key, [rule])
      else known.push(rule)
    }
  }
  return byName
}

function ownText(record: TrailRecord, field: string): string | null {
  const value = Object.hasOwn(record, field) ? record[field] : undefined
  return typeof value === 'string' ? value : null
}
