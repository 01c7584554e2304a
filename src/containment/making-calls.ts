import { openingCalls } from './lineage.js'
import { trailActs } from './tampering.js'

/** How credentials are handed on: who is of the principal's family is not known without them. */
const handingOn = ['AssumeRole', 'GetFederationToken', 'GetSessionToken']

/**
 * Names of the calls by which somebody makes a way back, or blinds whoever looks for it: all that suspects are told from. CloudTrail can
 * be asked for each by its name, so that whoever made one a while ago cannot bury it under calls of other names.
 */
export const makingCalls: readonly string[] = [
  'CreateUser',
  'CreateRole',
  'CreateAccessKey',
  ...openingCalls,
  ...handingOn,
  ...trailActs,
]
