import { z } from 'zod'
import { leaveGroup } from '../attackers/leave-group.js'
import { wrapAttacker } from './wrap-attacker.js'

/** A block on a group is one that its members can walk out of. */
export const groupExit = wrapAttacker({
  name: 'group-exit',
  attackId: 'T1098',
  gainsCredentials: false,
  summary: 'a user that leaves each group that a policy appears on, and goes on by its own permissions',
  attacker: leaveGroup,
  actsAs: 'user',
  parameters: z.strictObject({}),
  choices: () => ({}),
})
