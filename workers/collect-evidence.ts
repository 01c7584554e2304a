import type { Finding } from '../src/domain/finding.js'
import { blockTarget, iamArn, type Principal } from '../src/domain/principal.js'
import type { PrincipalIdentity } from '../src/domain/principal-activity.js'
import { summariseActivity } from '../src/evidence/basic-evidence.js'
import type { PrincipalActivity } from '../src/ports.js'
import { toDocument } from './filed-documents.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

const HOUR_MS = 3_600_000

/**
 * What the principal did, from CloudTrail, before anybody is asked. A source that fails is named in the evidence; it never
 * holds the question up. Of principals that make no calls here the evidence says so, and planning goes on.
 */
export async function collectEvidence(
  tools: IncidentTools,
  { incident }: Assignment,
  accused: Principal,
): Promise<EffectResult> {
  const { engine } = tools
  const findings = await engine.store.readFindings(incident.id)
  const window = windowOf(tools, findings)
  const principal = blockTarget(accused)
  const actor = await whoCalls(tools, principal)
  const activity =
    actor.unread === null ? await lookUp(tools, actor.identity, findings, window) : notLookedUp(actor.unread)
  const evidence = summariseActivity({
    principal: actor.identity,
    events: activity.events,
    sources: [activity.source],
    window,
    collectedAt: engine.clock.now().toISOString(),
  })
  const document = toDocument('evidence', evidence)
  return { outcome: { type: 'EVIDENCE_COLLECTED', evidenceDigest: document.digest }, documents: [document] }
}

interface Window {
  readonly from: string
  readonly to: string
}

function windowOf({ engine, rules }: IncidentTools, findings: readonly Finding[]): Window {
  const now = engine.clock.now()
  const firstSeen = Math.min(now.getTime(), ...findings.map((finding) => Date.parse(finding.firstSeenAt)))
  return { from: new Date(firstSeen - rules.evidenceLookbackHours * HOUR_MS).toISOString(), to: now.toISOString() }
}

/** Whose calls are looked for; `unread` says why there are none to look for. */
interface Caller {
  readonly identity: PrincipalIdentity
  readonly unread: string | null
}

/** A namesake in our account is somebody else: nothing of it belongs into the evidence about a principal of another one. */
async function whoCalls({ aws }: IncidentTools, principal: Principal): Promise<Caller> {
  const { type, name, partition, accountId, uniqueId } = principal
  const fromFinding = { arn: principal.arn ?? '', name, accountId, uniqueId: uniqueId ?? null }
  if (type === 'group') {
    return { identity: { type, ...fromFinding }, unread: 'a group makes no calls; its members do' }
  }
  if (type !== 'role' && type !== 'user') {
    return { identity: { type: 'role', ...fromFinding }, unread: `a ${type} has no calls that could be looked up here` }
  }
  if (partition !== aws.partition || accountId !== aws.accountId) {
    const unread = `account ${accountId} (${partition}) is not the one that is read here`
    return { identity: { type, ...fromFinding }, unread }
  }
  const found = await aws.iam.describe({ type, name })
  const arn = found?.arn ?? principal.arn ?? iamArn(partition, accountId, `${type}/${name}`)
  const identity = { type, arn, name: found?.name ?? name, accountId, uniqueId: found?.uniqueId ?? uniqueId ?? null }
  return { identity, unread: null }
}

async function lookUp(
  { aws, rules }: IncidentTools,
  principal: PrincipalIdentity,
  findings: readonly Finding[],
  window: Window,
): Promise<PrincipalActivity> {
  const keys = findings.flatMap((finding) => finding.principal.accessKeyId ?? [])
  const maxRequests = rules.maxEvidenceRequests
  return aws.cloudTrail.activityOf({ principal, ...window, accessKeyIds: [...new Set(keys)], maxRequests })
}

function notLookedUp(detail: string): PrincipalActivity {
  const source = { name: 'cloudtrail:LookupEvents', status: 'failed', detail, requests: 0, events: 0 } as const
  return { events: [], source }
}
