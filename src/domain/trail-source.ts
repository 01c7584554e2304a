import type { EvidenceSource } from './evidence.js'
import type { PrincipalIdentity } from './principal-activity.js'
import type { TrailRecord } from './trail-record.js'

/** What is asked of a source of CloudTrail records. Times are ISO; an empty list of Regions means all that the source has. */
export interface TrailQuery {
  readonly from: string
  readonly to: string
  readonly regions: readonly string[]
  /** Narrows what is asked for where the source can; the result is checked again by whoever reads it. null: everything. */
  readonly principal: PrincipalIdentity | null
  readonly accessKeyIds: readonly string[]
  readonly maxRequests: number
  /**
   * Only who asked for credentials of the principal, in just this window: sources that can leave its calls out do. Others may hand
   * them over all the same.
   */
  readonly issuesOnly?: boolean
}

/** How long an answer would take, before it is asked for; `advice` names a source that would be better. */
export interface TrailEstimate {
  readonly requests: number
  readonly durationMs: number
  readonly advice: string | null
}

/**
 * Where CloudTrail records come from: LookupEvents, CloudWatch Logs, S3, files. Records are handed over in any order and may
 * repeat. Never throws for a source that fails, throttles or ends early: the answer says so.
 */
export interface TrailSource {
  readonly name: string
  /** null where it cannot be told beforehand. */
  estimate(query: TrailQuery): Promise<TrailEstimate | null>
  read(
    query: TrailQuery,
    take: (records: readonly TrailRecord[]) => void,
    options: {
      readonly signal: AbortSignal
      /**
       * Aborted a moment before nobody waits any longer: what is then beside the records, and may be cut short, ends and is told. Left
       * out: there is time.
       */
      readonly closing?: AbortSignal
      readonly onProgress: (requests: number, records: number) => void
    },
  ): Promise<EvidenceSource>
}
