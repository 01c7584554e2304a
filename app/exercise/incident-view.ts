import { type Evidence, evidenceSchema } from '../../src/domain/evidence.js'
import type { Incident } from '../../src/domain/incident.js'
import { talkKinds } from '../../src/domain/incident-event.js'
import { type ContainPlan, containPlanSchema, type RestorePlan, restorePlanSchema } from '../../src/domain/plan.js'
import type { Verdict } from '../../src/domain/verdict.js'
import type { IncidentStore } from '../../src/engine/incident-store.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { shownContainPlan } from '../../src/incidents/open-question.js'
import { type QuestionView, viewQuestion } from '../../src/incidents/question-view.js'
import { ownerAnswersIn } from '../../src/report/owner-answers.js'
import { readRecord } from '../../src/report/read-record.js'
import type { OwnerAnswer } from '../../src/report/talk.js'

/** What people look at before they decide: as `incidents show` has it of a real one. All texts in it are from outside. */
export interface IncidentView {
  readonly id: string
  readonly state: string
  readonly containPlan: ContainPlan | null
  readonly restorePlan: RestorePlan | null
  readonly evidence: Evidence | null
  readonly context: { readonly openPlanDigest: string | null; readonly verdict: Verdict }
  readonly ownerAnswers: readonly OwnerAnswer[]
  readonly question: QuestionView | null
}

/** Reads it from the record, whatever the playbook left there. */
export async function readIncidentView(
  store: IncidentStore,
  rules: ApprovalRules,
  incident: Incident,
): Promise<IncidentView> {
  const { restorePlanDigest, evidenceDigest, openPlanDigest, verdict } = incident.snapshot.context
  const body = async (digest: string | null) =>
    digest === null ? null : ((await store.readDocument(digest))?.body ?? null)
  const [containPlan, restorePlan, evidence] = [
    await body(shownContainPlan(incident)),
    await body(restorePlanDigest),
    await body(evidenceDigest),
  ]
  return {
    id: incident.id,
    state: incident.state,
    containPlan: containPlanSchema.nullable().parse(containPlan),
    restorePlan: restorePlanSchema.nullable().parse(restorePlan),
    evidence: evidenceSchema.nullable().parse(evidence),
    context: { openPlanDigest, verdict },
    ownerAnswers: ownerAnswersIn((await store.readAuditOf(incident.id, talkKinds)).map(readRecord)),
    question: viewQuestion(rules, incident, await store.readTimers(incident.id)),
  }
}
