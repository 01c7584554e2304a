import { readFile } from 'node:fs/promises'
import type { Finding } from '../../src/domain/finding.js'
import type { TrailFacts } from '../../src/evidence/facts/trail-facts.js'
import type { Accusation } from '../../src/evidence/proposal/proposal-input.js'
import { intakeSources, judgePayload } from '../intake.js'

export type ReadFinding =
  | { readonly ok: true; readonly finding: Finding }
  | { readonly ok: false; readonly reason: string }

/** A finding's payload as a webhook would get it, of whichever source can read it; of several the first. */
export async function readFinding(path: string): Promise<ReadFinding> {
  const bytes = await readFile(path)
  const judged = intakeSources.map((source) => judgePayload(source, bytes, null))
  const accepted = judged.find((intake) => intake.accepted)
  if (accepted?.accepted === true) return { ok: true, finding: accepted.findings[0] }
  const reasons = judged.flatMap((intake) => (intake.accepted ? [] : [intake.reason]))
  return { ok: false, reason: reasons[0] ?? 'there is no source that could read it' }
}

/** Whom a finding accuses, as the facts name actors: by its principal, and by its access key where the principal is open. */
export function accusationOf(finding: Finding, { scope, baseline }: TrailFacts): Accusation {
  const { source, type, severity, trusted, sample, principal } = finding
  const named = `${principal.type}:${principal.accountId}:${principal.name.toLowerCase()}`
  const byKey = [...baseline.keys.values(), ...scope.keys.values()]
    .filter(({ accessKeyId }) => accessKeyId !== '' && accessKeyId === principal.accessKeyId)
    .map(({ actorKey }) => actorKey)
  const actorKeys = principal.type === 'unresolved' ? byKey : principal.name === '' ? [] : [named]
  return {
    actorKeys: [...new Set(actorKeys)],
    arn: principal.arn ?? '',
    name: principal.name,
    source,
    type,
    severity,
    trusted,
    sample,
  }
}
