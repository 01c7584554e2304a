import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { assertNever } from '../../src/domain/assert-never.js'
import { cleanText } from '../../src/domain/clean-text.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { type Named, namePrincipal } from '../../src/incidents/name-principal.js'
import { request as requestOf } from '../../src/incidents/request.js'
import type { Realms } from '../realms.js'
import { incidentParams } from './incident-params.js'
import { refuse } from './permitted.js'

const reason = z.string().min(1).max(2000).transform(cleanText)
const vouchBody = z.strictObject({ reason })
const nameBody = z.strictObject({ arn: z.string().min(1).max(2048), reason })

/**
 * What a person adds to a finding that is not enough by itself: `POST /api/incidents/:id/vouch` stands for one that could have
 * been forged, `POST /api/incidents/:id/principal` says whom one is about. 202 with the state, or with the open incident that the
 * finding joined. Refusals are `{error, detail}`, as for decisions.
 */
export function registerFindingRoutes(
  api: FastifyInstance,
  { realms, rules }: { readonly realms: Realms; readonly rules: ApprovalRules },
): void {
  api.post('/incidents/:id/vouch', async (request, reply) => {
    const { id } = incidentParams.parse(request.params)
    const body = vouchBody.parse(request.body)
    const runtime = await realms.ofIncident(id)
    if (runtime === null) return refuse(reply, 'noIncident', `There is no incident ${id}.`)
    const by = request.person ?? ''
    const vouched = await requestOf(runtime.engine, rules, id, by, body.reason, { ask: 'vouch' })
    return vouched.status === 'refused'
      ? refuse(reply, vouched.code, vouched.reason)
      : reply.code(202).send({ ...vouched, incidentId: id })
  })
  api.post('/incidents/:id/principal', async (request, reply) => {
    const { id } = incidentParams.parse(request.params)
    const body = nameBody.parse(request.body)
    const runtime = await realms.ofIncident(id)
    if (runtime === null) return refuse(reply, 'noIncident', `There is no incident ${id}.`)
    const wish = { ...body, by: request.person ?? '' }
    return answerNaming(reply, await namePrincipal(runtime.engine, rules, runtime.tools.realm, id, wish))
  })
}

function answerNaming(reply: FastifyReply, named: Named) {
  switch (named.status) {
    case 'named':
    case 'joined':
      return reply.code(202).send(named)
    case 'refused':
      return refuse(reply, named.code, named.reason)
    default:
      return assertNever(named, 'naming')
  }
}
