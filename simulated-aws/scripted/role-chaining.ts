import { z } from 'zod'
import { chainRoles } from '../attackers/chain-roles.js'
import { nameSchema } from './names.js'
import { wrapAttacker } from './wrap-attacker.js'

/** A block on the first role does not touch the session of the second. */
export const roleChaining = wrapAttacker({
  name: 'role-chaining',
  attackId: 'T1550.001',
  gainsCredentials: true,
  summary: 'assumes another role, lives on that session and takes a block on the first role away from there',
  attacker: chainRoles,
  parameters: z.strictObject({ otherRole: nameSchema.optional() }),
  choices: ({ otherRole }) => (otherRole === undefined ? {} : { otherRoleName: otherRole }),
})
