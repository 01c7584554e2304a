import pc from 'picocolors'
import type { AuditBody } from '../../src/audit/record.js'
import type { Evidence } from '../../src/domain/evidence.js'
import { type ContainPlan, objectOf, operationOf } from '../../src/domain/plan.js'
import { count } from '../../src/report/words.js'
import { terminalText } from '../terminal-text.js'
import { trailLines } from '../verdict-lines.js'
import type { IncidentView } from './demo-client.js'

type Row = readonly [title: string, detail: string]

/** The line for a record that ended something a person follows; null for the rest. */
export function stageLine(record: AuditBody, view: IncidentView): string | null {
  const row = rowOf(record, view)
  if (row === null) return null
  const mark = isAlarm(record) ? pc.red('✖') : pc.green('✔')
  return `${mark} ${pc.bold(row[0].padEnd(13))} ${row[1]}  ${pc.dim(record.at.slice(11, 19))}`
}

function rowOf(record: AuditBody, view: IncidentView): Row | null {
  const { context, evidence, containPlan, restorePlan } = view
  const refusal = () => terminalText(context.reason, 400)
  const rows: Readonly<Record<string, () => Row | null>> = {
    OPENED: () => ['Taken in', `incident ${view.id}, durable before the webhook was answered`],
    EVIDENCE_COLLECTED: () => ['Investigated', evidenceText(evidence)],
    EVIDENCE_REFRESHED: () => (record.to === 'planning' ? ['New evidence', refusal()] : null),
    PLAN_PREPARED: () => ['Planned', planText(containPlan, context.containPlanDigest)],
    PLAN_REFUSED: () => ['Refused', refusal()],
    BLOCK_APPLIED: () => ['Blocked', blockText(containPlan)],
    RESTORE_PREPARED: () => [
      'Restore plan',
      `${count(restorePlan?.writes.length ?? 0, 'write')}, ${driftText(restorePlan?.drift.length ?? 0)}; ${short(context.restorePlanDigest)}`,
    ],
    OLDER_SESSIONS_REVOKED: () => ['Revoked', 'sessions from before now stay dead'],
    BLOCK_REMOVED: () => ['Unblocked', 'what we wrote, and only that, was undone'],
    LATE_WRITE_FOUND: () => ['Late write', refusal()],
    BLOCK_OBSERVED: () =>
      record.to === 'contained' && record.from !== 'contained' ? ['Contained', verdictText(view)] : null,
    APPROVED: () => ['Approved', `by ${decider(record)}, for exactly this plan`],
    DENIED: () => ['Denied', `by ${decider(record)}`],
    RESTORE_CONFIRMED: () => [
      'Confirmed',
      record.to === 'closed' ? 'nothing of ours came late; closed' : 'what we wrote is gone',
    ],
  }
  if (record.to === 'needsHuman' && record.from !== 'needsHuman') return ['Needs a person', refusal()]
  return rows[record.what]?.() ?? null
}

function isAlarm(record: AuditBody): boolean {
  return (
    ['PLAN_REFUSED', 'LATE_WRITE_FOUND', 'DENIED'].includes(record.what) ||
    (record.to === 'needsHuman' && record.from !== 'needsHuman')
  )
}

function decider(record: AuditBody): string {
  return terminalText(record.actor.name)
}

function evidenceText(evidence: Evidence | null): string {
  if (evidence === null) return 'no evidence'
  const ips = evidence.sourceIps.slice(0, 2).map((each) => terminalText(each.ip, 40))
  const failed = evidence.sources.filter((source) => source.status === 'failed' || source.status === 'truncated')
  const gaps = failed.map((source) => pc.yellow(`; ${source.name} ${source.status}`)).join('')
  return `${count(evidence.calls, 'call')}, ${evidence.errors} failed, from ${ips.join(', ') || 'nowhere'}; ${sessionsText(evidence)}${gaps}${statementText(evidence)}`
}

function statementText({ investigation }: Evidence): string {
  return investigation === undefined ? '' : `. ${terminalText(investigation.statement, 300)}`
}

function sessionsText({ sessions }: Evidence): string {
  const alive = sessions.filter((session) => session.alive === true).length
  const unknown = sessions.filter((session) => session.alive === null).length
  return `${count(alive, 'session')} alive${unknown > 0 ? `, ${unknown} whose end is unknown` : ''}`
}

/** One write by its name, several by their number: the card has them all. */
function planText(plan: ContainPlan | null, digest: string | null): string {
  const [first, ...others] = plan?.writes ?? []
  if (plan === null || first === undefined) return short(digest)
  const what = `${operationOf(plan.entity.type, first)} ${terminalText(objectOf(first))}`
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  return `${count(others.length + 1, 'write')}: ${what}${more}; ${short(digest)}`
}

function blockText(plan: ContainPlan | null): string {
  if (plan === null) return 'the block is written; now it has to prove itself'
  return `${plan.modes.join(', ')} on ${plan.entity.type} ${terminalText(plan.entity.name)}; now it has to prove itself`
}

function driftText(drift: number): string {
  return drift === 0 ? 'no drift' : count(drift, 'drift')
}

function verdictText({ context: { verdict } }: IncidentView): string {
  const { tampering, suspects, simulation } = verdict
  const parts = [
    'held through the soak',
    `enforcement ${verdict.enforcement}`,
    ...(simulation === 'unknown' ? [] : [`simulator says ${simulation}`]),
    tampering.length === 0 ? 'no tampering' : `${count(tampering.length, 'act')} of tampering`,
    ...(suspects.length === 0 ? [] : [count(suspects.length, 'suspect')]),
    ...trailLines(verdict),
  ]
  return parts.join('; ')
}

function short(digest: string | null): string {
  return digest === null ? 'no plan' : `plan ${digest.slice(0, 15)}…`
}

/** What is under way, for the moving line. */
export function workingOn(view: IncidentView): string {
  const texts: Readonly<Record<string, string>> = {
    investigating: 'asking CloudTrail what this principal did',
    planning: 'reading the entity and preparing the exact writes',
    awaitingApproval: 'waiting for a decision',
    blocking: 'checking everything once more, then writing',
    verifying: `soaking: look ${view.context.soakChecks + 1} of ${view.context.timing.soakLooks.length} at the block`,
    contained: 'watching the block',
    awaitingWiderApproval: 'waiting for a decision about a wider block',
    widening: 'checking everything once more, then writing the rest',
    awaitingRestoreApproval: 'comparing the entity with its pre-image',
    restoring: 'giving access back',
    restored: 'watching for late writes of our own',
    tampered: 'putting the block back',
  }
  return texts[view.state] ?? view.state
}
