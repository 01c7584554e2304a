import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { assertNever } from '../../src/domain/assert-never.js'
import { blockScopeSchema } from '../../src/domain/block-scope.js'
import { cleanText } from '../../src/domain/clean-text.js'
import { questionSchema } from '../../src/domain/effect.js'
import { restoreAsSchema } from '../../src/domain/plan.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { type Decided, decide } from '../../src/incidents/decide.js'
import { type Requested, request as requestOf } from '../../src/incidents/request.js'
import type { Realms } from '../realms.js'
import { incidentParams } from './incident-params.js'
import { refuse } from './permitted.js'

/** People paste what they have seen: it goes on the record. */
const reason = z.string().min(1).max(2000).transform(cleanText)
const decisionBody = z.strictObject({
  question: questionSchema,
  decision: z.enum(['approve', 'deny']),
  planDigest: z.string().max(100).transform(cleanText),
  reason,
})
const requestBody = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('restore'), restoreAs: restoreAsSchema, reason }),
  z.strictObject({ ask: z.literal('scope'), scope: blockScopeSchema, reason }),
  z.strictObject({ ask: z.enum(['retry', 'close']), reason }),
])

/**
 * `POST /api/incidents/:id/decisions` and `/requests`: what people decide and ask. Who it is is known from the token, never
 * from the body. Refusals are `{error, detail}` with a code each: 403 to this person, 409 at this moment, 404 of no incident.
 */
export function registerDecisionRoutes(
  api: FastifyInstance,
  { realms, rules }: { readonly realms: Realms; readonly rules: ApprovalRules },
): void {
  api.post('/incidents/:id/decisions', async (request, reply) => {
    const { id } = incidentParams.parse(request.params)
    const body = decisionBody.parse(request.body)
    const runtime = await realms.ofIncident(id)
    if (runtime === null) return refuse(reply, 'noIncident', `There is no incident ${id}.`)
    return answerDecision(reply, await decide(runtime.engine, rules, id, { ...body, by: request.person ?? '' }))
  })
  api.post('/incidents/:id/requests', async (request, reply) => {
    const { id } = incidentParams.parse(request.params)
    const { reason: why, ...wish } = requestBody.parse(request.body)
    const runtime = await realms.ofIncident(id)
    if (runtime === null) return refuse(reply, 'noIncident', `There is no incident ${id}.`)
    return answerRequest(reply, await requestOf(runtime.engine, rules, id, request.person ?? '', why, wish))
  })
}

function answerDecision(reply: FastifyReply, decided: Decided) {
  switch (decided.status) {
    case 'decided':
    case 'counted':
      return reply.code(200).send(decided)
    case 'refused':
      return refuse(reply, decided.code, decided.reason)
    default:
      return assertNever(decided, 'decision')
  }
}

function answerRequest(reply: FastifyReply, requested: Requested) {
  switch (requested.status) {
    case 'accepted':
      return reply.code(202).send(requested)
    case 'refused':
      return refuse(reply, requested.code, requested.reason)
    default:
      return assertNever(requested, 'request')
  }
}
