import type { CloudTrailEvent } from '../../src/domain/cloudtrail-event.js'
import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { TrailRecord } from '../../src/domain/trail-record.js'
import type { AnswerListener } from '../../src/evidence/chain/answer-listener.js'
import { eventTimeMs } from '../../src/evidence/facts/event-time.js'
import { FactsGatherer, type GatheringWindow } from '../../src/evidence/facts/facts-gatherer.js'
import type { TrailFacts } from '../../src/evidence/facts/trail-facts.js'
import { EventIdSet } from '../../src/evidence/record/event-id-set.js'
import { normaliseRecord } from '../../src/evidence/record/normalise-record.js'
import type { SigmaRule } from '../../src/evidence/sigma/sigma-rule.js'
import { type SigmaMatches, SigmaTally } from '../../src/evidence/sigma/sigma-tally.js'
import { sumOf, withRefused } from './with-refused.js'

export interface GatheredRecords {
  readonly facts: TrailFacts
  readonly sources: readonly EvidenceSource[]
  /** Records that were handed over, repetitions included. */
  readonly read: number
  readonly unique: number
  /** Of `read`, those that are no record of a call. */
  readonly refused: number
  readonly sigma: readonly SigmaMatches[]
}

/**
 * Takes records from any number of sources, each record once, and gathers facts and matches of rules in one pass. Of the time before
 * the window only what handed out credentials is taken: without it the calls in the window have no owner.
 */
export class EvidenceSink {
  readonly #gatherer: FactsGatherer
  readonly #fromMs: number
  readonly #toMs: number
  readonly #baselineFromMs: number
  readonly #listener: Pick<AnswerListener, 'heard'> | null
  readonly #sigma: SigmaTally
  readonly #ids = new EventIdSet()
  readonly #refused = new Map<string, number>()
  #read = 0

  constructor(
    window: GatheringWindow,
    rules: readonly SigmaRule[],
    listener: Pick<AnswerListener, 'heard'> | null = null,
  ) {
    this.#gatherer = new FactsGatherer({ ...window, baselineFromMs: -Infinity })
    this.#baselineFromMs = window.baselineFromMs
    this.#listener = listener
    this.#fromMs = window.scope.fromMs
    this.#toMs = window.scope.toMs
    this.#sigma = new SigmaTally(rules)
  }

  readonly take = (records: readonly TrailRecord[]): void => {
    for (const record of records) this.#takeOne(record)
  }

  #takeOne(record: TrailRecord): void {
    this.#read += 1
    const normalised = normaliseRecord(record)
    if (!normalised.ok) {
      this.#refused.set(normalised.reason, (this.#refused.get(normalised.reason) ?? 0) + 1)
      return
    }
    const { event } = normalised
    if (!this.#ids.add(event.eventId)) return
    this.#listener?.heard(event)
    const atMs = eventTimeMs(event.eventTime)
    if (atMs < this.#baselineFromMs && !hasIssued(event)) return
    this.#gatherer.add(event)
    if (atMs >= this.#fromMs && atMs <= this.#toMs) this.#sigma.ask(record, event, atMs)
  }

  result(sources: readonly EvidenceSource[]): GatheredRecords {
    const facts = this.#gatherer.facts()
    const { scope, baseline } = facts
    const unique = scope.ok + scope.failed + baseline.ok + baseline.failed
    return {
      facts,
      sources: this.#withRefused(sources),
      read: this.#read,
      unique,
      refused: sumOf([...this.#refused]),
      sigma: this.#sigma.matches(),
    }
  }

  #withRefused([first, ...others]: readonly EvidenceSource[]): EvidenceSource[] {
    return first === undefined ? [] : [withRefused(first, [...this.#refused]), ...others]
  }
}

function hasIssued({ issued, errorCode }: CloudTrailEvent): boolean {
  return issued !== undefined && errorCode === undefined
}
