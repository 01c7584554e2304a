import type { Finding } from '../src/domain/finding.js'
import { iamArn, type Principal } from '../src/domain/principal.js'
import type { RoleIdentity } from '../src/domain/role-activity.js'
import { summariseActivity } from '../src/evidence/basic-evidence.js'
import type { RoleActivity } from '../src/ports.js'
import { toDocument } from './filed-documents.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

const HOUR_MS = 3_600_000

/**
 * What the principal did, from CloudTrail, before anybody is asked. A source that fails is named in the evidence; it never
 * holds the question up. Principals that are no role have no sessions to look up here: planning refuses them with a reason.
 */
export async function collectEvidence(
  tools: WorkerTools,
  { incident }: Assignment,
  principal: Principal,
): Promise<EffectResult> {
  const { engine, rules } = tools
  const findings = await engine.store.readFindings(incident.id)
  const now = engine.clock.now()
  const firstSeen = Math.min(now.getTime(), ...findings.map((finding) => Date.parse(finding.firstSeenAt)))
  const window = {
    from: new Date(firstSeen - rules.evidenceLookbackHours * HOUR_MS).toISOString(),
    to: now.toISOString(),
  }
  const unread = whyNotLookedUp(tools, principal)
  const activity = unread === null ? await lookUp(tools, principal, findings, window) : notLookedUp(principal, unread)
  const evidence = summariseActivity({
    role: activity.role,
    events: activity.events,
    sources: [activity.source],
    window,
    collectedAt: engine.clock.now().toISOString(),
  })
  const document = toDocument('evidence', evidence)
  return { outcome: { type: 'EVIDENCE_COLLECTED', evidenceDigest: document.digest }, documents: [document] }
}

async function lookUp(
  { aws, rules }: WorkerTools,
  principal: Principal,
  findings: readonly Finding[],
  window: { from: string; to: string },
) {
  const described = await aws.iam.describeRole(principal.name)
  const role = {
    arn: described?.arn ?? principal.arn ?? iamArn(principal.partition, principal.accountId, `role/${principal.name}`),
    name: described?.name ?? principal.name,
    accountId: principal.accountId,
    uniqueId: described?.uniqueId ?? principal.uniqueId ?? null,
  }
  const keys = [principal, ...findings.map((finding) => finding.principal)].flatMap((each) => each.accessKeyId ?? [])
  const activity = await aws.cloudTrail.roleActivity({
    roleArn: role.arn,
    roleName: role.name,
    roleUniqueId: role.uniqueId,
    ...window,
    accessKeyIds: [...new Set(keys)],
    maxRequests: rules.maxEvidenceRequests,
  })
  return { role, ...activity }
}

/** A namesake in our account is somebody else: nothing of it belongs into the evidence about a principal of another one. */
function whyNotLookedUp({ aws }: WorkerTools, { type, partition, accountId }: Principal): string | null {
  if (type !== 'role') return `nothing is looked up for a ${type} yet, only for roles`
  if (partition === aws.partition && accountId === aws.accountId) return null
  return `account ${accountId} (${partition}) is not the one that is read here`
}

function notLookedUp(principal: Principal, detail: string): RoleActivity & { role: RoleIdentity } {
  const source = { name: 'cloudtrail:LookupEvents', status: 'failed', detail, requests: 0, events: 0 } as const
  const { name, accountId } = principal
  return { role: { arn: principal.arn ?? '', name, accountId, uniqueId: null }, events: [], source }
}
