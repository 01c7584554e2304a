import type { z } from 'zod'
import type { Attacker, AttackerOptions } from '../attackers/attacker.js'
import { holderOf, NoSuchHolderError } from './holder.js'
import { defineTechnique, type ScriptedTechnique } from './technique.js'

type Choices = Pick<AttackerOptions, 'otherRoleName' | 'otherUserName' | 'accompliceName' | 'actsAt'>

type Wrapping<Schema extends z.ZodObject> = Pick<
  ScriptedTechnique,
  'name' | 'attackId' | 'summary' | 'gainsCredentials'
> & {
  readonly attacker: Attacker
  readonly parameters: Schema
  readonly choices: (parameters: z.output<Schema>) => Choices
  /** Absent: it can be either. */
  readonly actsAs?: 'user'
}

/** An attacker as a technique: it acts with the very credentials that it was given. */
export function wrapAttacker<Schema extends z.ZodObject>(wrapping: Wrapping<Schema>): ScriptedTechnique {
  const { attacker, choices, actsAs, ...rest } = wrapping
  return defineTechnique({
    ...rest,
    ...(actsAs === undefined ? {} : { actsAs: () => actsAs }),
    begin: ({ account, accessKeyId, sourceIp, userAgent }, parameters) => {
      const holder = holderOf(account, accessKeyId)
      if (actsAs === 'user' && holder.userName === undefined) {
        throw new NoSuchHolderError(`${rest.name} acts as a user; ${accessKeyId} is of the role ${holder.roleName}.`)
      }
      const options = { account, accessKeyId, sourceIp, userAgent, ...choices(parameters) }
      const attack = attacker.create({ ...options, ...holder })
      return { act: attack.step, credentials: attack.credentials }
    },
  })
}
