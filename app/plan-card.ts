import pc from 'picocolors'
import type { Evidence } from '../src/domain/evidence.js'
import type { ContainPlan, RestorePlan } from '../src/domain/plan.js'
import { terminalText } from './terminal-text.js'

/** What a person decides on, for a terminal. Every text from outside is made safe to print. */
export function planCard(view: {
  containPlan: ContainPlan | null
  restorePlan: RestorePlan | null
  evidence: Evidence | null
  context: { openPlanDigest: string | null }
}): string {
  const rows = view.restorePlan !== null ? restoreRows(view.restorePlan) : containRows(view.containPlan, view.evidence)
  const width = Math.max(...rows.map(([title]) => title.length))
  const lines = rows.map(([title, text]) => `${pc.dim(title.padEnd(width))}  ${text}`)
  return [...lines, `${pc.dim('plan'.padEnd(width))}  ${view.context.openPlanDigest}`].join('\n')
}

type Row = readonly [string, string]

function containRows(plan: ContainPlan | null, evidence: Evidence | null): Row[] {
  if (plan === null) return [['plan', 'none']]
  const { impact } = plan
  return [
    [
      'will do',
      plan.writes
        .map((write) => `${write.operation} ${write.policyName} on ${terminalText(plan.entity.arn)}`)
        .join('; '),
    ],
    ...(evidence === null ? [] : evidenceRows(evidence)),
    [
      'impact',
      `${impact.sessionsAlive} session(s) alive; assumed by ${list([...impact.trustedServices, ...impact.trustedPrincipals])}`,
    ],
    ...plan.notCovered.map((text): Row => ['not covered', terminalText(text, 300)]),
  ]
}

function evidenceRows(evidence: Evidence): Row[] {
  const calls = evidence.topCalls
    .slice(0, 5)
    .map(
      (call) => `${terminalText(call.eventName, 40)} ${call.calls}${call.errors > 0 ? ` (${call.errors} failed)` : ''}`,
    )
  return [
    [
      'seen',
      `${evidence.calls} calls, ${evidence.errors} failed, ${evidence.firstSeenAt ?? '?'} to ${evidence.lastSeenAt ?? '?'}`,
    ],
    ['from', list(evidence.sourceIps.slice(0, 3).map((each) => each.ip))],
    ['calls', calls.join(', ') || 'none'],
  ]
}

function restoreRows(plan: RestorePlan): Row[] {
  return [
    ['restore as', plan.restoreAs],
    ['will do', plan.writes.map((write) => `${write.operation} ${write.policyName}`).join('; ')],
    [
      'drift',
      plan.drift.length === 0
        ? 'none: the role is as it was'
        : plan.drift.map((each) => terminalText(each.what)).join('; '),
    ],
    ['revives', plan.revivingSessions.length === 0 ? 'no session' : list(plan.revivingSessions)],
    ...plan.intendedDifferences.map((text): Row => ['stays', terminalText(text, 300)]),
  ]
}

function list(texts: readonly string[]): string {
  return texts.map((text) => terminalText(text)).join(', ') || 'nobody known'
}
