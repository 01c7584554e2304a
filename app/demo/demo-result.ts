import type { AuditBody } from '../../src/audit/record.js'
import type { Verdict } from '../../src/domain/verdict.js'
import type { AuditVerification } from '../../src/incidents/verify-audit.js'
import type { IncidentView } from './demo-client.js'
import { stagesOf } from './demo-stages.js'

/** `demo --json`. `identical` is computed from the simulated account's own state, not from our record. */
export interface DemoResult {
  readonly incidentId: string
  readonly state: string
  readonly principal: { readonly arn: string; readonly type: string; readonly name: string }
  readonly stages: readonly { readonly name: string; readonly outcome: string; readonly durationMs: number }[]
  readonly verdict: Verdict
  readonly restore: {
    readonly ownWritesUndone: boolean
    readonly identical: boolean
    readonly drift: readonly object[]
  } | null
  readonly audit: Pick<AuditVerification, 'verified' | 'records' | 'localOnly'>
  readonly report: { readonly html: string; readonly markdown: string }
  /** Only where nothing was blocked: why, and what else can be done. */
  readonly reason?: string
}

export interface DemoEnd {
  readonly view: IncidentView
  readonly records: readonly AuditBody[]
  readonly audit: AuditVerification
  readonly identical: boolean
  /** The principal as the simulated account holds it at the end. */
  readonly after: object | undefined
  readonly seenWrites: readonly object[]
}

/** What the demo says of itself, from the incident, its record, and the account's own state. */
export function resultOf(end: DemoEnd): DemoResult {
  const { view, records, audit } = end
  const { principal, verdict, containmentId, reason } = view.context
  const restored = records.some((record) => record.what === 'BLOCK_REMOVED')
  const [html, markdown] = reportOf(records)
  return {
    incidentId: view.id,
    state: view.state,
    principal: {
      arn:
        view.containPlan?.entity.arn ??
        principal.arn ??
        `arn:${principal.partition}:iam::${principal.accountId}:${principal.type}/${principal.name}`,
      type: principal.type,
      name: principal.name,
    },
    stages: stagesOf(records),
    verdict,
    restore: restored
      ? {
          ownWritesUndone: isUndone(end.after, containmentId),
          identical: end.identical,
          drift: view.restorePlan?.drift ?? [],
        }
      : null,
    audit: { verified: audit.verified, records: audit.records, localOnly: audit.localOnly },
    report: { html: html ?? '', markdown: markdown ?? '' },
    ...(restored || reason === '' ? {} : { reason }),
  }
}

/** Nothing on the principal carries this containment any more. */
function isUndone(entity: object | undefined, containmentId: string | null): boolean {
  return entity !== undefined && containmentId !== null && !JSON.stringify(entity).includes(containmentId)
}

function reportOf(records: readonly AuditBody[]): readonly string[] {
  const last = records.findLast((record) => record.what === 'REPORT_WRITTEN')
  const { detail } = last ?? {}
  const files = detail !== null && typeof detail === 'object' && 'files' in detail ? detail.files : []
  return Array.isArray(files) ? files.map(String) : []
}
