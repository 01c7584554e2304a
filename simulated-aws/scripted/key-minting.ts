import { z } from 'zod'
import { mint } from '../attackers/mint.js'
import { actsAtSchema, nameSchema } from './names.js'
import { wrapAttacker } from './wrap-attacker.js'

/** What it makes is of other principals: a block on whoever made it does not touch that. */
export const keyMinting = wrapAttacker({
  name: 'key-minting',
  attackId: 'T1098.001',
  gainsCredentials: true,
  summary: 'makes itself a user, keys and a role that trusts outside, and takes a block away as the new user',
  attacker: mint,
  parameters: z.strictObject({ otherUser: nameSchema.optional(), actsAt: actsAtSchema }),
  choices: ({ otherUser, actsAt }) => ({ actsAt, ...(otherUser !== undefined && { otherUserName: otherUser }) }),
})
