import type { TrailRecord } from '../../domain/trail-record.js'
import { compileLogic, type RecordTest } from './compile-logic.js'
import { pinnedValues } from './pinned-values.js'
import type { ReadRule } from './read-rule.js'
import { RecordView } from './record-view.js'
import type { SigmaAttribution } from './rule-attribution.js'

/** A loaded rule. Show its attribution (title, id, author) with every match: its licence asks for that. */
export class SigmaRule {
  readonly attribution: SigmaAttribution
  /** Folded names one of which a matching record must have; null: any name. Records whose name is no text are not covered. */
  readonly eventNames: ReadonlySet<string> | null
  /** The same of the event source. */
  readonly eventSources: ReadonlySet<string> | null
  private readonly test: RecordTest

  constructor(read: ReadRule) {
    this.attribution = read.attribution
    this.eventNames = pinnedValues(read.logic, 'eventName')
    this.eventSources = pinnedValues(read.logic, 'eventSource')
    this.test = compileLogic(read.logic)
  }

  /** Whether the rule's condition holds of this one record. Never throws, whatever the record holds. */
  matches(record: TrailRecord): boolean {
    return this.test(new RecordView(record))
  }

  /** As `matches`, for asking many rules about one record. */
  matchesView(view: RecordView): boolean {
    return this.test(view)
  }
}
