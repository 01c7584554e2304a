import type { IncidentCard } from '../../integrations/slack/incident-card.js'
import { containPlanSchema } from '../../src/domain/plan.js'
import { realmBanner } from '../../src/domain/realm.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { shownContainPlan } from '../../src/incidents/open-question.js'
import { viewQuestion } from '../../src/incidents/question-view.js'
import { loadReport } from '../../src/report/load-report.js'
import type { Runtime } from '../compose.js'
import type { OwnerFinder } from './owner-finder.js'

export interface CardSettings {
  readonly rules: ApprovalRules
  readonly slackIds: ReadonlyMap<string, string>
  readonly owners: OwnerFinder
  readonly consoleUrl: string | null
}

/** Everything that Slack shows of one incident, as its record is now; null where there is no such incident. */
export async function loadCard(
  runtime: Runtime,
  incidentId: string,
  settings: CardSettings,
): Promise<IncidentCard | null> {
  const { engine, tools, accountName } = runtime
  const { store, clock } = engine
  const report = await loadReport(store, incidentId, {
    banner: realmBanner(tools.realm),
    generatedAt: clock.now().toISOString(),
    rawEvidence: null,
  })
  if (report === null) return null
  const incident = await store.readIncident(incidentId)
  const asked = incident === null ? null : shownContainPlan(incident)
  const document = asked === null ? null : await store.readDocument(asked)
  const askedPlan = containPlanSchema.safeParse(document?.body)
  const timers = await store.readTimers(incidentId)
  const { rules, slackIds, owners, consoleUrl } = settings
  return {
    report,
    question: incident === null ? null : viewQuestion(rules, incident, timers),
    askedPlan: askedPlan.success ? askedPlan.data : null,
    accountName,
    slackIds,
    approvers: rules.contain.approvers,
    consoleUrl: consoleUrl === null ? null : new URL(`incidents/${incidentId}`, withSlash(consoleUrl)).href,
    hasOwner: (await owners.find(report.principal)) !== null,
  }
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
