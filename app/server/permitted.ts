import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Act, authorise, personalCodes, type RefusalCode } from '../../src/incidents/authorise.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'

/** For routes that are about no single incident: lets those through whom the configuration gives the verb. */
export function permitted(rules: ApprovalRules, verb: 'view' | 'exportAudit') {
  const act: Act = { verb }
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const authorised = authorise(rules, request.person ?? '', act, null)
    if (!authorised.allowed) await reply.code(403).send({ error: authorised.code, detail: authorised.reason })
  }
}

/** `{error, detail}`: 403 where the answer is no to this person, 409 where it is no to this moment. */
export function refuse(reply: FastifyReply, code: RefusalCode, detail: string) {
  return reply.code(statusOfRefusal(code)).send({ error: code, detail })
}

function statusOfRefusal(code: RefusalCode): 400 | 403 | 404 | 409 {
  if (code === 'noIncident') return 404
  if (code === 'badArn') return 400
  return personalCodes.includes(code) ? 403 : 409
}
