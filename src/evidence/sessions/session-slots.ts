import { eventTimeMs } from '../facts/event-time.js'
import { entryOf } from '../facts/tallies.js'
import type { KeyFacts, Mint } from '../facts/trail-facts.js'
import { actorOfArn } from './actor-of-arn.js'
import { issueToleranceMs } from './key-issues.js'

/**
 * Whether calls were made with a session that a mint may be the issue of: by slot of time, session name and whose it is, since
 * services give one name to all their sessions. Most slots have none, so the number is looked up before a name is put together.
 */
export class UsedSlots {
  readonly #slots = new Set<number>()
  readonly #names = new Set<string>()

  add(key: KeyFacts): void {
    const slot = slotOfKey(key)
    if (slot === null) return
    this.#slots
      .add(slot - 1)
      .add(slot)
      .add(slot + 1)
    for (const name of namesOfKey(key)) this.#names.add(`${slot} ${name}`)
  }

  has(mint: Mint): boolean {
    const slot = slotAt(mint.atMs)
    if (!this.#slots.has(slot) || mint.sessionName === '') return false
    const name = nameOfMint(mint)
    return [slot - 1, slot, slot + 1].some((around) => this.#names.has(`${around} ${name}`))
  }
}

/** Mints that may be the issue of a session that calls were made with. */
export class MintSlots {
  readonly #slots = new Set<number>()
  readonly #byName = new Map<string, Mint[]>()

  add(mint: Mint): void {
    if (mint.sessionName === '') return
    const slot = slotAt(mint.atMs)
    this.#slots.add(slot)
    entryOf(this.#byName, `${slot} ${nameOfMint(mint)}`, (): Mint[] => []).push(mint)
  }

  /** False where there is none around that moment, of whatever session. */
  mayHave(key: KeyFacts): boolean {
    const slot = slotOfKey(key)
    return slot !== null && (this.#slots.has(slot - 1) || this.#slots.has(slot) || this.#slots.has(slot + 1))
  }

  of(key: KeyFacts): Mint[] {
    const slot = slotOfKey(key)
    if (slot === null) return []
    const names = namesOfKey(key)
    return [slot - 1, slot, slot + 1].flatMap((around) =>
      names.flatMap((name) => this.#byName.get(`${around} ${name}`) ?? []),
    )
  }
}

function nameOfMint({ sessionName, assumedRoleId, ofArn }: Mint): string {
  return assumedRoleId === null ? `${sessionName} of ${actorOfArn(ofArn)?.key}` : `${sessionName} id ${assumedRoleId}`
}

function namesOfKey({ principalId, sessionName, actorKey }: KeyFacts): string[] {
  return [`${sessionName} id ${principalId}`, `${sessionName} of ${actorKey}`]
}

/** Whoever issued a session told the moment, give or take. null for what is no session, or of unknown age. */
function slotOfKey({ sessionIssuedAt, sessionName }: KeyFacts): number | null {
  return sessionIssuedAt === null || sessionName === '' ? null : slotAt(eventTimeMs(sessionIssuedAt))
}

function slotAt(atMs: number): number {
  return Math.floor(atMs / issueToleranceMs)
}
