import type { Account } from '../account/account.js'

export type AttackerOptions = {
  account: Account
  /** The role that the attacker holds a session of. */
  roleName: string
  sourceIp?: string
  userAgent?: string
  /** How often it looks, in milliseconds. */
  everyMs?: number
}

export type RunningAttacker = { stop(): void }

/** Somebody who works against a containment, by the calls that AWS would let them make and no others. */
export type Attacker = {
  readonly name: string
  /** One sentence for the help of the command line. */
  readonly summary: string
  start(options: AttackerOptions): RunningAttacker
}
