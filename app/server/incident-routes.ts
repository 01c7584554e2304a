import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { assertNever } from '../../src/domain/assert-never.js'
import { cleanText } from '../../src/domain/clean-text.js'
import type { Incident } from '../../src/domain/incident.js'
import { restoreAsSchema } from '../../src/domain/plan.js'
import type { IncidentHead } from '../../src/engine/incident-store.js'
import { type ApprovalRules, type Decided, decide } from '../../src/incidents/decide.js'
import { readCheckedChain } from '../../src/incidents/read-checked-chain.js'
import { request as requestOf } from '../../src/incidents/request.js'
import type { Runtime } from '../compose.js'

const params = z.object({ id: z.string().regex(/^inc_[0-9a-z]{20}$/, 'an incident id is inc_ and 20 characters') })
/** People paste what they have seen: it goes on the record. */
const reason = z.string().min(1).max(2000).transform(cleanText)
const decisionBody = z.strictObject({
  question: z.enum(['contain', 'restore']),
  decision: z.enum(['approve', 'deny']),
  planDigest: z.string(),
  reason,
})
const requestBody = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('restore'), restoreAs: restoreAsSchema, reason }),
  z.strictObject({ ask: z.enum(['retry', 'close']), reason }),
])

/** Incidents, their records, and what people decide and ask. Who asks is known from the token, never from the body. */
export function registerIncidentRoutes(
  api: FastifyInstance,
  { runtime, rules }: { runtime: Runtime; rules: ApprovalRules },
): void {
  const { engine } = runtime
  const { store } = engine
  api.get('/incidents', async () =>
    (await store.listIncidents()).map((each) => ('snapshot' in each ? summaryOf(each) : unreadable(each))),
  )
  api.get('/incidents/:id', async (request, reply) => {
    const incident = await find(runtime, request.params, reply)
    if (incident === null) return reply
    const { containPlanDigest, restorePlanDigest, evidenceDigest } = incident.snapshot.context
    const [containPlan, restorePlan, evidence] = await Promise.all(
      [containPlanDigest, restorePlanDigest, evidenceDigest].map((digest) =>
        digest === null ? null : store.readDocument(digest),
      ),
    )
    return {
      ...summaryOf(incident),
      context: incident.snapshot.context,
      findings: await store.readFindings(incident.id),
      containPlan: containPlan?.body ?? null,
      restorePlan: restorePlan?.body ?? null,
      evidence: evidence?.body ?? null,
    }
  })
  api.get('/incidents/:id/audit', async (request, reply) => {
    const incident = await find(runtime, request.params, reply)
    if (incident === null) return reply
    const { check, records } = await readCheckedChain(store, incident.id)
    return { chain: check, records }
  })
  api.post('/incidents/:id/decisions', async (request, reply) => {
    const { id } = params.parse(request.params)
    const body = decisionBody.parse(request.body)
    return answer(reply, await decide(engine, rules, id, { ...body, by: request.person ?? '' }))
  })
  api.post('/incidents/:id/requests', async (request, reply) => {
    const { id } = params.parse(request.params)
    const { reason, ...wish } = requestBody.parse(request.body)
    const asked = await requestOf(engine, id, request.person ?? '', reason, wish)
    if (asked.status === 'refused') return reply.code(409).send({ error: 'refused', detail: asked.reason })
    return reply.code(202).send(asked)
  })
  api.setErrorHandler((error: Error, _, reply) => {
    if (!(error instanceof z.ZodError)) throw error
    const [issue] = error.issues
    return reply.code(400).send({ error: 'badRequest', detail: `${issue?.path.join('.')}: ${issue?.message}` })
  })
}

async function find(runtime: Runtime, given: unknown, reply: FastifyReply): Promise<Incident | null> {
  const { id } = params.parse(given)
  const incident = await runtime.engine.store.readIncident(id)
  if (incident === null) await reply.code(404).send({ error: 'notFound', detail: `There is no incident ${id}.` })
  return incident
}

/** What can be said of an incident that this version cannot read: it is parked, and nothing about it is guessed. */
function unreadable({ id, state, open, realm, playbook, version, revision, openedAt, updatedAt }: IncidentHead) {
  const principal = { type: 'unresolved', partition: 'aws', accountId: '000000000000', name: '' }
  const reason = 'The stored incident cannot be read.'
  return { id, state, open, realm, playbook, version, revision, openedAt, updatedAt, principal, reason }
}

function summaryOf(incident: Incident) {
  const { id, state, open, realm, playbook, version, revision, openedAt, updatedAt, snapshot } = incident
  const { principal, verdict, openPlanDigest, quorum, approvals, reason } = snapshot.context
  return {
    id,
    state,
    open,
    realm,
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

function answer(reply: FastifyReply, decided: Decided) {
  switch (decided.status) {
    case 'decided':
    case 'counted':
      return reply.code(200).send(decided)
    case 'refused':
      return reply.code(statusOf(decided.code)).send({ error: decided.code, detail: decided.reason })
    default:
      return assertNever(decided, 'decision')
  }
}

function statusOf(code: Extract<Decided, { status: 'refused' }>['code']): number {
  if (code === 'noIncident') return 404
  return code === 'notAnApprover' || code === 'ownRequest' || code === 'isSubject' ? 403 : 409
}
