import type { Principal } from '../src/domain/principal.js'
import { gatherEvidence } from './gather-evidence.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/**
 * What the principal did, from every source that is configured, before anybody is asked. Reports within the budget, with what
 * has arrived by then. A worker that takes the order over from one that died collects anew, in the time that is left.
 */
export async function collectEvidence(
  tools: IncidentTools,
  assignment: Assignment,
  accused: Principal,
  roleUse: boolean,
): Promise<EffectResult> {
  const budgetMs = await budgetLeftMs(tools, assignment)
  const { documents } = await gatherEvidence(tools, assignment, accused, { budgetMs, before: null, roleUse })
  return { outcome: { type: 'EVIDENCE_COLLECTED', evidenceDigest: documents[0].digest }, documents }
}

/** For analysing, filing and reporting what has arrived, before the incident goes on without it. */
const REPORTING_MS = 5_000

/** The playbook goes on without evidence when its own wait is over, whoever was slow before this: what is left counts. */
async function budgetLeftMs({ engine, rules }: IncidentTools, { incident }: Assignment): Promise<number> {
  const timers = await engine.store.readTimers(incident.id)
  const wait = timers.find(({ name }) => name.startsWith('xstate.after.evidenceBudget.'))
  if (wait === undefined) return rules.evidenceBudgetMs
  const leftMs = Date.parse(wait.dueAt) - engine.clock.now().getTime() - REPORTING_MS
  return Math.min(rules.evidenceBudgetMs, leftMs)
}
