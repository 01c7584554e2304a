import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Incident } from '../../src/domain/incident.js'
import { talkKinds } from '../../src/domain/incident-event.js'
import { whyHeld } from '../../src/engine/announce-holds.js'
import type { HeldWrite } from '../../src/engine/brakes.js'
import type { IncidentHead, IncidentStore } from '../../src/engine/incident-store.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { shownContainPlan } from '../../src/incidents/open-question.js'
import { viewQuestion } from '../../src/incidents/question-view.js'
import { readCheckedChain } from '../../src/incidents/read-checked-chain.js'
import { notesIn } from '../../src/report/notes.js'
import { ownerAnswersIn } from '../../src/report/owner-answers.js'
import { readRecord } from '../../src/report/read-record.js'
import type { Runtime } from '../compose.js'
import type { Realms } from '../realms.js'
import { incidentParams } from './incident-params.js'

/** Incidents of every realm, their records, and what is asked about them. */
export function registerIncidentRoutes(
  api: FastifyInstance,
  { realms, rules }: { realms: Realms; rules: ApprovalRules },
): void {
  api.get('/incidents', async () => {
    const lists = await Promise.all(realms.all.map(listOf))
    return lists.flat().sort((one, other) => (one.id < other.id ? 1 : -1))
  })
  api.get('/incidents/:id', async (request, reply) => {
    const found = await find(realms, request.params, reply)
    if (found === null) return reply
    const { runtime, incident } = found
    const { store } = runtime.engine
    const { restorePlanDigest, evidenceDigest } = incident.snapshot.context
    const [containPlan, restorePlan, evidence] = await Promise.all(
      [shownContainPlan(incident), restorePlanDigest, evidenceDigest].map((digest) =>
        digest === null ? null : store.readDocument(digest),
      ),
    )
    return {
      ...summaryOf(incident, runtime),
      waitsFor: waitsFor(await runtime.brakes.heldWrites(), incident.id),
      question: viewQuestion(rules, incident, await store.readTimers(incident.id)),
      context: incident.snapshot.context,
      findings: await store.readFindings(incident.id),
      ...(await saidOn(store, incident.id)),
      containPlan: containPlan?.body ?? null,
      restorePlan: restorePlan?.body ?? null,
      evidence: evidence?.body ?? null,
    }
  })
  api.get('/incidents/:id/audit', async (request, reply) => {
    const found = await find(realms, request.params, reply)
    if (found === null) return reply
    const { check, records } = await readCheckedChain(found.runtime.engine.store, found.incident.id)
    return { chain: check, records }
  })
  api.setErrorHandler((error: Error, _, reply) => {
    if (!(error instanceof z.ZodError)) throw error
    const [issue] = error.issues
    return reply.code(400).send({ error: 'badRequest', detail: `${issue?.path.join('.')}: ${issue?.message}` })
  })
}

/** What people said beside the questions. */
async function saidOn(store: IncidentStore, id: string) {
  const records = (await store.readAuditOf(id, talkKinds)).map(readRecord)
  return { ownerAnswers: ownerAnswersIn(records), notes: notesIn(records) }
}

async function find(
  realms: Realms,
  given: unknown,
  reply: FastifyReply,
): Promise<{ readonly runtime: Runtime; readonly incident: Incident } | null> {
  const { id } = incidentParams.parse(given)
  const runtime = await realms.ofIncident(id)
  const incident = runtime === null ? null : await runtime.engine.store.readIncident(id)
  if (runtime !== null && incident !== null) return { runtime, incident }
  await reply.code(404).send(noIncident(id))
  return null
}

function noIncident(id: string) {
  return { error: 'notFound', detail: `There is no incident ${id}.` }
}

async function listOf(runtime: Runtime) {
  const [listed, held] = [await runtime.engine.store.listIncidents(), await runtime.brakes.heldWrites()]
  return listed.map((each) => ({
    ...('snapshot' in each ? summaryOf(each, runtime) : unreadable(each, runtime)),
    waitsFor: waitsFor(held, each.id),
  }))
}

/** What brakes hold of an incident, a sentence each. */
function waitsFor(held: readonly HeldWrite[], id: string): string[] {
  return held.filter(({ incidentId }) => incidentId === id).map(whyHeld)
}

function accountOf({ tools, accountName }: Runtime) {
  return { id: tools.realm.accountId, name: accountName }
}

/** What can be said of an incident that this version cannot read: it is parked, and nothing about it is guessed. */
function unreadable(head: IncidentHead, runtime: Runtime) {
  const { id, state, open, realm, playbook, version, revision, openedAt, updatedAt } = head
  const account = accountOf(runtime)
  const principal = { type: 'unresolved', partition: 'aws', accountId: '000000000000', name: '' }
  const reason = 'The stored incident cannot be read.'
  return { id, state, open, realm, account, playbook, version, revision, openedAt, updatedAt, principal, reason }
}

function summaryOf(incident: Incident, runtime: Runtime) {
  const { id, state, open, realm, playbook, version, revision, openedAt, updatedAt, snapshot } = incident
  const { principal, verdict, openPlanDigest, quorum, approvals, reason } = snapshot.context
  return {
    id,
    state,
    open,
    realm,
    account: accountOf(runtime),
    playbook,
    version,
    revision,
    openedAt,
    updatedAt,
    principal,
    verdict,
    openPlanDigest,
    quorum,
    approvals,
    reason,
  }
}
