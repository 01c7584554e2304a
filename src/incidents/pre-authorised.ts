import { z } from 'zod'
import { digestOf } from '../domain/canonical-json.js'
import type { Evidence } from '../domain/evidence.js'
import { dedupKey, type Finding, isConfirmable } from '../domain/finding.js'
import type { Incident } from '../domain/incident.js'
import type { ContainPlan } from '../domain/plan.js'
import type { Engine } from '../engine/engine.js'
import { UnreadableIncidentError } from '../engine/incident-store.js'
import { type Decided, decide } from './decide.js'

/** What the configuration of an account approves beforehand. */
export interface PreAuthorised {
  readonly accountId: string
  readonly minSeverity: number
  readonly playbooks: readonly string[]
  readonly until: string | null
  /** For so long after a restore people are asked again. */
  readonly holdDownMs: number
  /** Whether only findings count that AWS has confirmed, of those that it can be asked about; no if not given. */
  readonly confirmFindings?: boolean
}

/** The question, with what people see of it. */
export interface AskedPlan {
  readonly incident: Incident
  readonly plan: ContainPlan
  readonly planDigest: string
  readonly circle: 'first' | 'second'
  readonly findings: readonly Finding[]
  readonly evidence: Evidence | null
}

/** No person has such a name: theirs have no colon. */
export function policyName({ accountId }: PreAuthorised): string {
  return `policy:${accountId}`
}

/** The rule as it stands on the record, beside its digest. */
export function policyText({ accountId, minSeverity, playbooks, until }: PreAuthorised): string {
  const ends = until === null ? '' : `, until ${until}`
  return `account ${accountId}, severity ${minSeverity} or more, ${playbooks.join(' or ')}${ends}`
}

export function policyDigest({ holdDownMs: _, confirmFindings: __, ...rule }: PreAuthorised): string {
  return digestOf({ ...rule, playbooks: [...rule.playbooks] })
}

/**
 * Why people have to decide, in a sentence; null where the configuration has approved it beforehand. Pure. Never for a finding
 * that could have been forged or that a person stands for, nor where the plan takes more people than usual, where a person had
 * a say in it, where the records point at somebody else, or for a while after access was given back.
 */
export function whyPeopleDecide(
  rule: PreAuthorised,
  { incident, plan, circle, findings, evidence }: AskedPlan,
  { now, restoredAt }: { readonly now: Date; readonly restoredAt: string | null },
): string | null {
  const { context } = incident.snapshot
  const authentic = findings.filter((finding) => finding.trusted && !finding.sample && !restsOnAPerson(finding))
  const severity = Math.max(-1, ...authentic.map((finding) => finding.severity))
  const reasons: readonly (readonly [boolean, string])[] = [
    [rule.until !== null && now.getTime() >= Date.parse(rule.until), 'The rule has ended.'],
    [!rule.playbooks.includes(incident.playbook), `The rule is not about ${incident.playbook}.`],
    [plan.entity.accountId !== rule.accountId, 'The rule is about another account.'],
    [!context.trusted || context.containRequestedBy.length > 0, 'It rests on the word of a person, or of nobody.'],
    [severity < rule.minSeverity, `No finding that can be trusted is of severity ${rule.minSeverity} or more.`],
    [plan.approval.raisedBecause.length > 0, 'The plan takes more people than usual.'],
    [circle !== 'first' || context.approvals.length > 0, 'People have been asked already.'],
    [context.blockScope?.chosenBy != null || plan.widens !== undefined, 'A person chose what is denied.'],
    [(evidence?.investigation?.contradiction ?? null) !== null, 'The records point at somebody else.'],
    [
      restoredAt !== null && now.getTime() < Date.parse(restoredAt) + rule.holdDownMs,
      'Access was given back a moment ago.',
    ],
  ]
  return reasons.find(([applies]) => applies)?.[1] ?? null
}

/** One that a person named onto the principal is no proof against it but that person's word, however severe it is. */
function restsOnAPerson({ source, namedBy }: Finding): boolean {
  return source === 'person' || namedBy !== undefined
}

/**
 * Answers a question of a block that the configuration has approved beforehand, as an approver would: by the same use case,
 * bound to the same digest, as one vote. It has no way round anything: a quorum of two still takes a person, and whatever is
 * looked at before a write is looked at. null: people decide, and nothing was done. Asking again after a crash changes nothing.
 */
export async function decideBeforehand(engine: Engine, rule: PreAuthorised, asked: AskedPlan): Promise<Decided | null> {
  const restoredAt = await lastRestore(engine, asked.incident)
  const counted = rule.confirmFindings === true ? { ...asked, findings: await confirmed(engine, asked) } : asked
  if (whyPeopleDecide(rule, counted, { now: engine.clock.now(), restoredAt }) !== null) return null
  const by = policyName(rule)
  const id = asked.incident.id
  const current = await engine.store.readIncident(id)
  // Asked again by a worker that took over: what was decided meanwhile is no matter for a refusal on the record.
  if (current?.state !== 'awaitingApproval' || current.snapshot.context.approvals.includes(by)) return null
  const rules = { contain: { approvers: [by], quorum: 1 }, restore: { approvers: [], quorum: 1 } }
  const reason = `Approved beforehand by the configuration (${policyText(rule)}). To give access back: tourniquet restore ${id} --as false-alarm --reason "..."`
  const decision = { question: 'contain', decision: 'approve', planDigest: asked.planDigest, reason, by } as const
  return decide(engine, rules, id, { ...decision, policyDigest: policyDigest(rule) })
}

/** One that joined beside a believed one was never looked up: its severity is only what its sender says. */
async function confirmed({ store }: Engine, { incident, findings }: AskedPlan): Promise<Finding[]> {
  const records = await store.readAudit(incident.id)
  const keys = records.flatMap(({ body }) => {
    const known = body.what === 'FINDING_CONFIRMED' ? confirmationSchema.safeParse(body.detail) : null
    return known?.success ? [known.data.finding] : []
  })
  return findings.filter((finding) => !isConfirmable(finding) || keys.includes(dedupKey(finding)))
}
const confirmationSchema = z.object({ finding: z.string() })

/** Of this incident, which may be asked about anew after its own restore, or of the one before it. */
async function lastRestore({ store }: Engine, { principalKey, snapshot }: Incident): Promise<string | null> {
  if (snapshot.context.restoredAt !== null) return snapshot.context.restoredAt
  try {
    const last = await store.findLastClosedIncident(principalKey)
    return last?.snapshot.context.restoredAt ?? last?.snapshot.context.holdDown?.restoredAt ?? null
  } catch (error) {
    if (error instanceof UnreadableIncidentError) return null
    throw error
  }
}
