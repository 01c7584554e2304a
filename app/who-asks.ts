import { hostname, userInfo } from 'node:os'
import type { Wisher } from '../src/incidents/change-brakes.js'
import { ServerAnswerError, tokenOrNone } from './cli/api-client.js'
import { type Config, hashToken } from './config.js'
import { approvalRulesOf, peopleOf } from './from-config.js'

/**
 * Who runs a command on the database itself: the person whose token is set, by whose permissions it then goes; without a
 * token whoever is logged in here, who could change the database anyway, and is put on the record as `user@host`.
 */
export function whoAsks(config: Config): Wisher {
  const token = tokenOrNone()
  if (token === null) return { by: `${userInfo().username}@${hostname()}`, rules: null }
  const hash = hashToken(token)
  const person = peopleOf(config).find(({ tokenSha256 }) => tokenSha256 === hash)
  if (person === undefined) {
    throw new ServerAnswerError(
      'TOURNIQUET_TOKEN is the token of nobody in the configuration. Set your own, or unset it to go on as the user who is logged in.',
      true,
    )
  }
  return { by: person.name, rules: approvalRulesOf(config) }
}
