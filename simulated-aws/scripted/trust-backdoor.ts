import { z } from 'zod'
import { changeTrust } from '../attackers/change-trust.js'
import { actsAtSchema, nameSchema } from './names.js'
import { wrapAttacker } from './wrap-attacker.js'

/** The sessions that it comes back by are new ones: revoking the old does not end them. */
export const trustBackdoor = wrapAttacker({
  name: 'trust-backdoor',
  attackId: 'T1098',
  gainsCredentials: true,
  summary: 'lets a user of its own and an outside account into two roles, and comes back through them',
  attacker: changeTrust,
  parameters: z.strictObject({
    otherRole: nameSchema.optional(),
    accomplice: nameSchema.optional(),
    actsAt: actsAtSchema,
  }),
  choices: ({ otherRole, accomplice, actsAt }) => ({
    actsAt,
    ...(otherRole !== undefined && { otherRoleName: otherRole }),
    ...(accomplice !== undefined && { accompliceName: accomplice }),
  }),
})
