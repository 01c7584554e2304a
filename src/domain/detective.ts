import type { EvidenceSource } from './evidence.js'

/** What Amazon Detective is asked: one user or role, ISO times. */
export interface DetectiveScope {
  readonly entityArn: string
  readonly from: string
  readonly to: string
  /** One that is done already, and that a finding of the incident tells of: it is read, and no other one started. */
  readonly investigation?: { readonly id: string; readonly region: string }
}

export interface DetectiveAnswer {
  /** `empty` with the reason where there is no graph, or Detective cannot look into the principal. */
  readonly source: EvidenceSource
  readonly investigationId: string | null
  /** INFORMATIONAL to CRITICAL, in AWS's words; null where the investigation is not done. */
  readonly severity: string | null
  /** Texts out of records are an attacker's. */
  readonly indicators: readonly {
    readonly type: string
    readonly tactic: string | null
    readonly technique: string | null
    readonly ipAddress: string | null
    readonly details: readonly { readonly name: string; readonly value: string }[]
  }[]
}

/** Amazon Detective's own investigation. Never throws for a failure of AWS: the answer says so. */
export interface DetectivePort {
  readonly name: string
  /** False: it only reads investigations that others have started, where a scope names one. */
  readonly startsInvestigations: boolean
  investigate(scope: DetectiveScope, signal: AbortSignal): Promise<DetectiveAnswer>
}
