import { z } from 'zod'
import type { Attacker, HeldPrincipal } from '../../../simulated-aws/attackers/attacker.js'
import { attackers } from '../../../simulated-aws/attackers/attackers.js'
import { placeOf } from '../identities.js'
import { callApis } from './call-apis.js'
import { type AttackPlace, defineTechnique, paceShape, type Technique } from './technique.js'

const name = z.string().min(1).max(64)

const attackerParameters = z.strictObject({
  otherRole: name.optional(),
  otherUser: name.optional(),
  accomplice: name.optional(),
  /** `once`: it does not wait for the first sign of a block. */
  actsAt: z.enum(['once', 'block']).optional(),
  ...paceShape,
})

/** Attackers look and act about this often; a faster one is a file's to ask for. */
const EVERY_MS = 2_000

/** Everything that a step of an attack can be. */
export const techniques: readonly Technique[] = [callApis, ...attackers.map(ofAttacker)]

export function findTechnique(wanted: string): Technique | undefined {
  return techniques.find((technique) => technique.name === wanted)
}

function ofAttacker(attacker: Attacker): Technique {
  return defineTechnique({
    name: attacker.name,
    summary: attacker.summary,
    parameters: attackerParameters,
    begin: (place, { otherRole, otherUser, accomplice, actsAt, every, for: span }) => {
      const attack = attacker.create({
        account: place.account,
        ...heldBy(place),
        ...placeOf(place.holds),
        ...(otherRole === undefined ? {} : { otherRoleName: otherRole }),
        ...(otherUser === undefined ? {} : { otherUserName: otherUser }),
        ...(accomplice === undefined ? {} : { accompliceName: accomplice }),
        ...(actsAt === undefined ? {} : { actsAt }),
      })
      const { step, credentials } = attack
      return { act: step, credentials, everyMs: every?.ms ?? EVERY_MS, forMs: span?.ms ?? null }
    },
  })
}

function heldBy({ holds: { role, user = '' } }: AttackPlace): HeldPrincipal {
  return role === undefined ? { userName: user } : { roleName: role }
}
