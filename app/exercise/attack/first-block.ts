import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'

/** In the time of the exercise; `untilMs` null: to the end. */
export interface BlockedSpan {
  readonly fromMs: number
  readonly untilMs: number | null
}

interface Write {
  readonly entity: string
  readonly object: string
  readonly policyName: string
  /** When IAM enforces it. */
  readonly biteAtMs: number
}

/** Operations that take access away, and those that would give it back, as AWS names them. */
const BLOCKS = /^(iam:(Put|Attach)(Role|User|Group)Policy|iam:UpdateAccessKey|rolesanywhere:Disable\w+)$/
const UNBLOCKS = /^(iam:(Delete|Detach)(Role|User|Group)Policy|iam:UpdateAccessKey|rolesanywhere:Enable\w+)$/
/** After a compromise a restore leaves these: they hold nobody who is given access anew. */
const REVOCATION = /^(AWS)?RevokeOlderSessions/i

/**
 * When a block was in force: the account's own answers to the writes of Tourniquet's, plus the time that IAM takes to enforce
 * them. A restore that takes the last block off ends it, and a later block begins anew; what anybody else takes off ends nothing:
 * that got the better of the block. A write that was taken away before it was enforced never was in force. Told of every call;
 * nothing is asked of anybody.
 */
export class FirstBlock {
  readonly #enforcementDelayMs: number
  #written: Write[] = []
  readonly #spans: { fromMs: number; untilMs: number | null }[] = []

  constructor(enforcementDelayMs: number) {
    this.#enforcementDelayMs = enforcementDelayMs
  }

  /** `atMs`: in the time in which the answer is wanted. */
  hear({ operation, parameters, error, prevented, via }: LoggedCall, atMs: number): void {
    if (error !== null || prevented) return
    this.#settle(atMs)
    const isKey = operation === 'iam:UpdateAccessKey'
    const turnsOff = isKey && parameters.Status === 'Inactive'
    if (BLOCKS.test(operation) && (turnsOff || !isKey)) {
      if (via === 'http') this.#written.push(this.#writeOf(operation, parameters, atMs))
    } else if (UNBLOCKS.test(operation)) this.#takeOff(parameters, via === 'http', atMs)
  }

  /** When the first one began; null: none was in force by then. */
  inForceAtMs(nowMs: number): number | null {
    return this.spans(nowMs)[0]?.fromMs ?? null
  }

  /** Oldest first. */
  spans(nowMs: number): readonly BlockedSpan[] {
    this.#settle(nowMs)
    return this.#spans.map((span) => ({ ...span }))
  }

  #writeOf(operation: string, parameters: LoggedCall['parameters'], atMs: number): Write {
    return {
      entity: namesOf(parameters, ENTITIES),
      object: namesOf(parameters, [...ENTITIES, ...OBJECTS]),
      policyName: operation === 'iam:UpdateAccessKey' ? KEY_TURNED_OFF : String(parameters.PolicyName ?? ''),
      biteAtMs: atMs + this.#enforcementDelayMs,
    }
  }

  #takeOff(parameters: LoggedCall['parameters'], isOurs: boolean, atMs: number): void {
    const object = namesOf(parameters, [...ENTITIES, ...OBJECTS])
    const open = this.#spans.at(-1)?.untilMs === null
    if (open && !isOurs) return
    const left = this.#written.filter((write) => write.object !== object)
    if (left.length === this.#written.length) return
    const entity = namesOf(parameters, ENTITIES)
    const others = left.filter((write) => write.entity !== entity)
    const own = left.filter((write) => write.entity === entity)
    this.#written = open && own.every(isLeftBehind) ? others : left
    const span = this.#spans.at(-1)
    if (open && span !== undefined && this.#written.length === 0) span.untilMs = atMs
  }

  #settle(nowMs: number): void {
    if (this.#spans.at(-1)?.untilMs === null) return
    const first = this.#written.find(({ biteAtMs }) => biteAtMs <= nowMs)
    if (first !== undefined) this.#spans.push({ fromMs: first.biteAtMs, untilMs: null })
  }
}

const KEY_TURNED_OFF = 'a key that is turned off'
const ENTITIES = ['RoleName', 'UserName', 'GroupName', 'profileId', 'trustAnchorId']
const OBJECTS = ['PolicyName', 'PolicyArn', 'AccessKeyId']

/** What a restore after a compromise does not undo. */
function isLeftBehind({ policyName }: Write): boolean {
  return policyName === KEY_TURNED_OFF || REVOCATION.test(policyName)
}

function namesOf(parameters: LoggedCall['parameters'], names: readonly string[]): string {
  return names.map((name) => String(parameters[name] ?? '').toLowerCase()).join(' ')
}
