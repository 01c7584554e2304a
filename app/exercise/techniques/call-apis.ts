import { z } from 'zod'
import { actorSchema, callSchema } from '../../../exercises/schema/world.js'
import { asActorCall } from '../make-history.js'
import { defineTechnique, paceShape } from './technique.js'

/** Any calls, by what the attacker holds or by somebody else: the building block of scripts of one's own. */
export const callApis = defineTechnique({
  name: 'call-apis',
  summary: 'makes the calls that it is given, once or again and again, with the credentials that the attacker holds',
  parameters: z.strictObject({
    calls: z.array(callSchema).min(1, 'it must name at least one call').max(50),
    /** Somebody else whose credentials the attacker has as well. */
    as: actorSchema.optional(),
    ...paceShape,
  }),
  begin: ({ identities, holds }, { calls, as, every, for: span }) => {
    const who = as ?? holds
    return {
      act: () => {
        const caller = identities.caller(who)
        for (const call of calls) caller.call(asActorCall(call))
      },
      credentials: () => [identities.of(who).accessKeyId],
      everyMs: every?.ms ?? null,
      forMs: span?.ms ?? null,
    }
  },
})
