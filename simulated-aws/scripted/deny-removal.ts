import { z } from 'zod'
import { stripInline } from '../attackers/strip-inline.js'
import { wrapAttacker } from './wrap-attacker.js'

/** It wins where it looks more often than enforcement takes. */
export const denyRemoval = wrapAttacker({
  name: 'deny-removal',
  attackId: 'T1098.003',
  gainsCredentials: false,
  summary: 'takes every policy that appears on it away again, as long as the block is not enforced yet',
  attacker: stripInline,
  parameters: z.strictObject({}),
  choices: () => ({}),
})
