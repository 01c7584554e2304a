import { callerPrincipal, lookUpCaller } from '../../simulated-aws/account/callers.js'
import type { Role, Session, User } from '../../simulated-aws/account/entities.js'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import type { EntityRef } from '../../src/domain/principal.js'

/** One call of each sort that intruders make. */
const PROBES = ['s3:ListAllMyBuckets', 'iam:CreateUser', 'ec2:RunInstances']

/** What the attacker can do at this moment, by the policies that are enforced and whatever IAM shows as written. */
export class Truth {
  readonly #account: SimulatedAccount
  readonly #principal: EntityRef
  readonly #principalId: string

  constructor(account: SimulatedAccount, principal: EntityRef) {
    this.#account = account
    this.#principal = principal
    this.#principalId = uniqueIdOf(account, principal)
  }

  /** Whether the attacked principal may do anything still, with any of these credentials or with new ones. */
  isAllowed(credentials: readonly string[]): boolean {
    const { type, name } = this.#principal
    const principal = type === 'role' ? { role: name } : { user: name }
    const own = credentials.filter((id) => this.isOwn(id))
    return PROBES.some(
      (action) =>
        this.#account.isAllowed(principal, action) || own.some((id) => this.#account.isKeyAllowed(id, action)),
    )
  }

  /** Credentials of the attacked principal itself: its keys, its sessions, its tokens. */
  isOwn(accessKeyId: string): boolean {
    const found = lookUpCaller(this.#account.account, accessKeyId)
    return found.ok && idOf(callerPrincipal(found.caller)) === this.#principalId
  }

  /** Credentials of others that work: what the attacker has made itself, or got hold of. */
  keptAmong(credentials: readonly string[]): string[] {
    return credentials.filter((id) => lookUpCaller(this.#account.account, id).ok && !this.isOwn(id))
  }

  sessionOf(accessKeyId: string): Session | undefined {
    return this.#account.account.sessions.get(accessKeyId)
  }
}

function idOf(principal: Role | User): string {
  return principal.kind === 'role' ? principal.roleId : principal.userId
}

export function uniqueIdOf(account: SimulatedAccount, { type, name }: EntityRef): string {
  switch (type) {
    case 'role':
      return known(account.describeRole(name)?.roleId, name)
    case 'user':
      return known(account.describeUser(name)?.userId, name)
    case 'group':
      return known(account.describeGroup(name)?.groupId, name)
  }
}

function known(id: string | undefined, name: string): string {
  if (id === undefined) throw new Error(`The account has no ${name}.`)
  return id
}
