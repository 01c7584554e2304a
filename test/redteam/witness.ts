import type { Told } from '../../app/exercise/virtual/people.js'
import type { VirtualWorld } from '../../app/exercise/virtual/virtual-world.js'
import type { LoggedCall } from '../../simulated-aws/account/call-log.js'
import type { Attack } from '../../simulated-aws/attackers/attacker.js'
import type { NoticeTopic } from '../../src/domain/effect.js'
import type { EntityRef } from '../../src/domain/principal.js'
import { isMutation } from './pursuit.js'
import type { Truth } from './truth.js'

/** The attacker's first change to IAM after our first write, and when people were told of it. */
export interface ReEntry {
  readonly call: LoggedCall
  readonly atMs: number
}

/** Notices that say that something is wrong. */
export const alarms: readonly NoticeTopic[] = ['tampered', 'suspects', 'needsHuman']
const ends: readonly NoticeTopic[] = ['restored', 'closed', 'refused', 'denied']

/**
 * Watches one run from outside, with what the account enforces. "Contained" is claimed while the incident is in that state,
 * and from the notice that says so until one that takes it back.
 */
export class Witness {
  readonly #world: VirtualWorld
  readonly #attack: Attack
  readonly #truth: Truth
  readonly #accused: EntityRef
  firstWriteAtMs: number | null = null
  reEntry: ReEntry | null = null
  /** When "contained" was claimed first; null where it never was. */
  claimedAtMs: number | null = null
  /** When it was claimed first while the principal was allowed something. */
  falseAtMs: number | null = null
  /** The same while the attacker held credentials of others that it did not have before the block. */
  keptAtMs: number | null = null
  /** Sessions of other roles that it had before the block and still has, as `contained` was claimed. */
  readonly elsewhere = new Set<string>()

  constructor(world: VirtualWorld, attack: Attack, truth: Truth, accused: EntityRef) {
    this.#world = world
    this.#attack = attack
    this.#truth = truth
    this.#accused = accused
    world.account.onCall((call) => this.#note(call))
    world.onMoment(() => this.#look())
  }

  /** The first notice that tells of the re-entry; null where there is none. */
  toldOfReEntry(): Told | null {
    const entry = this.reEntry
    if (entry === null) return null
    return this.#world.people.told.find((told) => told.atMs >= entry.atMs && this.#tellsOf(entry.call, told)) ?? null
  }

  #note(call: LoggedCall): void {
    if (!isMutation(call)) return
    const { nowMs } = this.#world.time
    if (call.via === 'http') this.firstWriteAtMs ??= nowMs
    else if (this.firstWriteAtMs !== null) this.reEntry ??= { call, atMs: nowMs }
  }

  #look(): void {
    if (!this.#isClaimed()) return
    const { nowMs } = this.#world.time
    this.claimedAtMs ??= nowMs
    const credentials = this.#attack.credentials()
    if (this.falseAtMs === null && this.#truth.isAllowed(credentials)) this.falseAtMs = nowMs
    for (const accessKeyId of this.#truth.keptAmong(credentials)) {
      if (this.#wasHeldBefore(accessKeyId)) this.elsewhere.add(accessKeyId)
      else this.keptAtMs ??= nowMs
    }
  }

  #isClaimed(): boolean {
    if (this.#world.incidents.some(({ state }) => state === 'contained')) return true
    const last = this.#world.people.told.findLast(({ topic }) => [...alarms, ...ends, 'contained'].includes(topic))
    return last?.topic === 'contained'
  }

  #wasHeldBefore(accessKeyId: string): boolean {
    const session = this.#truth.sessionOf(accessKeyId)
    if (session === undefined || this.firstWriteAtMs === null) return false
    return session.issuedAt.getTime() < this.#world.time.startsAt.getTime() + this.firstWriteAtMs
  }

  /** An alarm that names what was made or changed; where that is the accused itself, any alarm is about it. */
  #tellsOf({ parameters }: LoggedCall, { topic, reason, verdict }: Told): boolean {
    if (!alarms.includes(topic)) return false
    const { type } = this.#accused
    const names = { role: parameters.RoleName, user: parameters.UserName, group: parameters.GroupName }
    const other = type === 'group' ? names.user : (names.user ?? names.role)
    const isAbout = names[type] === this.#accused.name && type !== 'group'
    return isAbout || (typeof other === 'string' && JSON.stringify([reason, verdict]).includes(other))
  }
}
