import { z } from 'zod'
import { actorSchema, callSchema } from '../../../exercises/schema/world.js'
import { type Actor, createActor } from '../../../simulated-aws/actor.js'
import type { Reply } from '../../../simulated-aws/pipeline/call.js'
import { placeOf } from '../identities.js'
import { asActorCall } from '../make-history.js'
import { type AttackPlace, commonShape, defineTechnique } from './technique.js'

const ownSchema = z.strictObject({
  calls: z.array(callSchema).min(1, 'it must name at least one call').max(50),
  /** Somebody else whose credentials the attacker has as well. */
  as: actorSchema.optional(),
})
const schema = z.strictObject({ ...ownSchema.shape, ...commonShape })

const issuedSchema = z.union([
  z.object({ Credentials: z.object({ AccessKeyId: z.string() }) }).transform((found) => found.Credentials.AccessKeyId),
  z.object({ AccessKey: z.object({ AccessKeyId: z.string() }) }).transform((found) => found.AccessKey.AccessKeyId),
])

/** Any calls, by what the attacker holds or by somebody else: the building block of scripts of one's own. */
export const callApis = defineTechnique({
  name: 'call-apis',
  summary: 'makes the calls that it is given, once or again and again, with the credentials that the attacker holds',
  gainsCredentials: true,
  schema,
  everyMs: () => null,
  checkScene: ({ as, uses }) =>
    as === undefined || uses === undefined
      ? []
      : [{ path: ['as'], what: 'it names two who call', cure: 'Leave one of `as` and `uses`.' }],
  begin: (place, own) => {
    const { calls, as } = ownSchema.parse(own)
    const issued: string[] = []
    const caller = () => (as === undefined ? callerOf(place) : place.identities.caller(as))
    return {
      act: () => {
        const actor = caller()
        for (const call of calls) issued.push(...issuedBy(actor.call(asActorCall(call))))
      },
      credentials: () => [caller().accessKeyId, ...issued],
      doors: () => [],
    }
  },
})

function callerOf({ account, accessKeyId, holds }: AttackPlace): Actor {
  return createActor({ account, accessKeyId, ...placeOf(holds) })
}

/** The key that an answer hands out: of AssumeRole, CreateAccessKey, GetFederationToken and the like. */
function issuedBy(reply: Reply): string[] {
  const found = issuedSchema.safeParse(reply.ok ? reply.result : undefined)
  return found.success ? [found.data] : []
}
