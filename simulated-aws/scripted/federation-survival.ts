import { z } from 'zod'
import { federation } from '../attackers/federation.js'
import { wrapAttacker } from './wrap-attacker.js'

/** Disabled keys do not end a federation token; a block on the user does. */
export const federationSurvival = wrapAttacker({
  name: 'federation-survival',
  attackId: 'T1550.001',
  gainsCredentials: true,
  summary: "lives on a user's federation token after the keys are disabled, and takes a block away from its console",
  attacker: federation,
  actsAs: 'user',
  parameters: z.strictObject({}),
  choices: () => ({}),
})
