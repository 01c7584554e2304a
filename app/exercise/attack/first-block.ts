import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'

interface Write {
  readonly object: string
  readonly atMs: number
}

/** Operations that take access away, and those that would give it back, as AWS names them. */
const BLOCKS = /^(iam:(Put|Attach)(Role|User|Group)Policy|iam:UpdateAccessKey|rolesanywhere:Disable\w+)$/
const UNBLOCKS = /^(iam:(Delete|Detach)(Role|User|Group)Policy|iam:UpdateAccessKey|rolesanywhere:Enable\w+)$/

/**
 * When the first block was in force: the account's own answer to a write of Tourniquet's, plus the time that IAM takes to enforce
 * it, unless somebody took it away before. Told of every call; nothing is asked of anybody.
 */
export class FirstBlock {
  readonly #enforcementDelayMs: number
  #written: Write[] = []
  #inForceAtMs: number | null = null

  constructor(enforcementDelayMs: number) {
    this.#enforcementDelayMs = enforcementDelayMs
  }

  /** `atMs`: in the time in which the answer is wanted. */
  hear({ operation, parameters, error, prevented, via }: LoggedCall, atMs: number): void {
    if (error !== null || prevented) return
    this.#settle(atMs)
    const object = objectOf(parameters)
    const isOff = operation !== 'iam:UpdateAccessKey' || parameters.Status === 'Inactive'
    if (via === 'http' && BLOCKS.test(operation) && isOff) this.#written.push({ object, atMs })
    else if (UNBLOCKS.test(operation)) this.#written = this.#written.filter((write) => write.object !== object)
  }

  /** null: none was in force by then. */
  inForceAtMs(nowMs: number): number | null {
    this.#settle(nowMs)
    return this.#inForceAtMs
  }

  #settle(nowMs: number): void {
    const [first] = this.#written
    if (this.#inForceAtMs !== null || first === undefined) return
    const atMs = first.atMs + this.#enforcementDelayMs
    if (atMs <= nowMs) this.#inForceAtMs = atMs
  }
}

const NAMED = [
  'RoleName',
  'UserName',
  'GroupName',
  'PolicyName',
  'PolicyArn',
  'AccessKeyId',
  'profileId',
  'trustAnchorId',
]

function objectOf(parameters: LoggedCall['parameters']): string {
  return NAMED.map((name) => String(parameters[name] ?? '').toLowerCase()).join(' ')
}
