import { createActor } from '../../../simulated-aws/actor.js'
import type { HeldPrincipal } from '../../../simulated-aws/attackers/attacker.js'
import type { JsonObject } from '../../../simulated-aws/json.js'
import type { SimulatedAccount } from '../../../simulated-aws/simulated-account.js'

const from = { sourceIp: '198.51.100.7', userAgent: 'curl/8' }

/** Somebody who holds a session of the role, or a key: each call is made at once and answered with the error code, or 'ok'. */
export function intruderIn({ account }: Pick<SimulatedAccount, 'account'>, held: HeldPrincipal | { key: string }) {
  const actor = createActor(
    'key' in held
      ? { account, ...from, accessKeyId: held.key }
      : held.roleName === undefined
        ? { account, ...from, accessKeyId: firstKeyOf({ account }, held.userName) }
        : { account, ...from, roleName: held.roleName, sessionName: 'build-4711' },
  )
  return {
    accessKeyId: actor.accessKeyId,
    call: (service: string, action: string, parameters: JsonObject = {}): string => {
      const reply = actor.call({ service, action, parameters })
      return reply.ok ? 'ok' : reply.error.code
    },
    /** Temporary credentials that the call hands out. */
    obtain: (action: string, parameters: JsonObject = {}): string => {
      const reply = actor.call({ service: 'sts', action, parameters })
      const key = reply.ok ? /"AccessKeyId":"(\w+)"/.exec(JSON.stringify(reply.result))?.[1] : undefined
      if (key === undefined) throw new Error(`${action} gave no credentials.`)
      return key
    },
  }
}

function firstKeyOf({ account }: Pick<SimulatedAccount, 'account'>, userName: string): string {
  const key = account.users.get(userName.toLowerCase())?.accessKeys[0]
  if (key === undefined) throw new Error(`${userName} has no key.`)
  return key.id
}
