import type { Account } from '../account/account.js'

/** Whom the attacker holds at the start: a session of a role, or the first active access key of a user. */
export type HeldPrincipal = { roleName: string; userName?: never } | { userName: string; roleName?: never }

export type AttackerOptions = HeldPrincipal & {
  account: Account
  /** The key or session of that principal that it holds already; absent: a session of its own, or the first active key. */
  accessKeyId?: string
  sourceIp?: string
  userAgent?: string
  /** The role that chain-roles and change-trust reach for; absent: the first that lets itself be taken. */
  otherRoleName?: string
  /** The user that mint makes a second key for; absent: its own, or the first that has room for one. */
  otherUserName?: string
  /** A further user whose key change-trust holds; absent: it makes itself one. */
  accompliceName?: string
  /** When mint and change-trust act: at once, or on the first sign of a block (default). */
  actsAt?: 'once' | 'block'
}

export type RunningOptions = AttackerOptions & {
  /** How often it looks and acts: 100 to 500 ms, default 250. */
  everyMs?: number
}

/** An attacker at work, one round at a time, so that a test can place the rounds in a time of its own. */
export type Attack = {
  /** One round of looking and acting. Its calls are synchronous; it never throws for being denied. */
  step(): void
  /** The access key ids that it holds and would act with, whether or not the account still takes them. */
  credentials(): string[]
}

export type RunningAttack = Attack & { stop(): void }

/** Somebody who works against a containment, by the calls that AWS would let them make and no others. */
export type Attacker = {
  readonly name: string
  /** One sentence for the help of the command line. */
  readonly summary: string
  /**
   * Takes hold of the principal and looks around, and does no more until the first step. Throws where the account has
   * no such role, no such user with an active key, or where the attacker cannot act as that kind of principal.
   */
  create(options: AttackerOptions): Attack
  /** The same in real time: a step at once and one every `everyMs`. Does not keep the process alive. */
  start(options: RunningOptions): RunningAttack
}

export function defineAttacker(definition: Pick<Attacker, 'name' | 'summary' | 'create'>): Attacker {
  return { ...definition, start: (options) => startAttack(definition.create(options), options.everyMs ?? 250) }
}

function startAttack(attack: Attack, everyMs: number): RunningAttack {
  if (!(everyMs >= 100 && everyMs <= 500)) throw new RangeError(`everyMs is ${everyMs}; an attacker takes 100 to 500.`)
  attack.step()
  const timer = setInterval(attack.step, everyMs)
  timer.unref()
  return { ...attack, stop: () => clearInterval(timer) }
}
