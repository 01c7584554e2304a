import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { assertNever } from '../../src/domain/assert-never.js'
import { cleanText } from '../../src/domain/clean-text.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { type BrakesChanged, type BrakeWish, changeBrakes } from '../../src/incidents/change-brakes.js'
import { brakedRealm } from '../braked-realm.js'
import type { Realms } from '../realms.js'

const reason = z.string().min(1).max(2000).transform(cleanText)
/** Left out: all of them. */
const accountId = z
  .string()
  .regex(/^\d{12}$/, 'an account id has 12 digits')
  .nullable()
  .default(null)
const freezeBody = z.strictObject({ reason, accountId })
const allowBody = z.strictObject({ reason, accountId, blocks: z.number().int().min(1).max(100) })

/**
 * `GET /api/brakes`: what holds writes, realm by realm, and what waits. `POST /api/brakes/freeze`, `unfreeze` and
 * `allow-blocks` answer 200 with what was done, 403 to who may not, and 409 where it cannot be done.
 */
export function registerBrakeRoutes(
  api: FastifyInstance,
  { realms, rules }: { readonly realms: Realms; readonly rules: ApprovalRules },
): void {
  const braked = realms.all.map(brakedRealm)
  const change = async (reply: FastifyReply, by: string, wish: BrakeWish) =>
    answer(reply, await changeBrakes(braked, { by, rules }, wish))
  api.get('/brakes', () =>
    Promise.all(
      braked.map(async ({ id, accountId: account, brakes }) => ({
        realm: id,
        accountId: account,
        brakes: await brakes.standing(),
        blocks: await brakes.places(),
        held: await brakes.heldWrites(),
      })),
    ),
  )
  for (const verb of ['freeze', 'unfreeze'] as const) {
    api.post(`/brakes/${verb}`, async (request, reply) =>
      change(reply, request.person ?? '', { verb, ...freezeBody.parse(request.body) }),
    )
  }
  api.post('/brakes/allow-blocks', async (request, reply) =>
    change(reply, request.person ?? '', { verb: 'allowBlocks', ...allowBody.parse(request.body) }),
  )
}

function answer(reply: FastifyReply, changed: BrakesChanged) {
  switch (changed.status) {
    case 'done':
      return reply.code(200).send(changed)
    case 'refused':
      return reply
        .code(changed.code === 'notPermitted' ? 403 : 409)
        .send({ error: changed.code, detail: changed.reason })
    default:
      return assertNever(changed, 'change')
  }
}
