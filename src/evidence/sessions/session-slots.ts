import { eventTimeMs } from '../facts/event-time.js'
import { entryOf } from '../facts/tallies.js'
import type { KeyFacts, Mint } from '../facts/trail-facts.js'
import { actorOfArn } from './actor-of-arn.js'
import { issueToleranceMs } from './key-issues.js'

/**
 * Whether calls were made with a session that a mint may be the issue of: by slot of time, session name and whose it is, since
 * services give one name to all their sessions. Most slots have none, so names are put together where a slot is asked for.
 */
export class UsedSlots {
  readonly #keys = new Map<number, KeyFacts[]>()
  /** Those with keys, and those beside them. */
  readonly #slots = new Set<number>()
  readonly #names = new Map<number, ReadonlySet<string>>()

  /** Before anything is asked. */
  add(key: KeyFacts): void {
    const slot = slotOfKey(key)
    if (slot === null) return
    addTo(this.#keys, slot, key)
    this.#slots
      .add(slot - 1)
      .add(slot)
      .add(slot + 1)
  }

  has(mint: Mint): boolean {
    const slot = slotAt(mint.atMs)
    if (!this.#slots.has(slot) || mint.sessionName === '') return false
    const name = nameOfMint(mint)
    return [slot - 1, slot, slot + 1].some((around) => this.#namesAt(around).has(name))
  }

  #namesAt(slot: number): ReadonlySet<string> {
    return entryOf(this.#names, slot, () => new Set(this.#keys.get(slot)?.flatMap(namesOfKey)))
  }
}

/** Mints that may be the issue of a session that calls were made with. */
export class MintSlots {
  readonly #mints = new Map<number, Mint[]>()
  readonly #byName = new Map<number, ReadonlyMap<string, readonly Mint[]>>()

  /** Before anything is asked. */
  add(mint: Mint): void {
    if (mint.sessionName !== '') addTo(this.#mints, slotAt(mint.atMs), mint)
  }

  /** False where there is none around that moment, of whatever session. */
  mayHave(key: KeyFacts): boolean {
    const slot = slotOfKey(key)
    return slot !== null && (this.#mints.has(slot - 1) || this.#mints.has(slot) || this.#mints.has(slot + 1))
  }

  of(key: KeyFacts): Mint[] {
    const slot = slotOfKey(key)
    if (slot === null) return []
    const names = namesOfKey(key)
    return [slot - 1, slot, slot + 1].flatMap((around) =>
      names.flatMap((name) => this.#namedAt(around).get(name) ?? []),
    )
  }

  #namedAt(slot: number): ReadonlyMap<string, readonly Mint[]> {
    return entryOf(this.#byName, slot, () => {
      const named = new Map<string, Mint[]>()
      for (const mint of this.#mints.get(slot) ?? []) addTo(named, nameOfMint(mint), mint)
      return named
    })
  }
}

/** A list of one as it is: one that is pushed to has room for sixteen more, and most have no other. */
function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
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
