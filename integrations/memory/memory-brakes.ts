import type { BlockPlaces, Brake, BrakeStore, HeldWrite, Hold } from '../../src/engine/brakes.js'
import { holdKey } from '../../src/engine/brakes.js'
import type { IncidentStore, StepRecord, StepResult } from '../../src/engine/incident-store.js'
import type { EffectRow } from './memory-rows.js'

type Holds = Pick<IncidentStore, 'readHold' | 'untoldHolds' | 'recordHold'>

const HOUR_MS = 3_600_000

/** The rules of migration 0005 in one process. */
export class MemoryBrakes {
  readonly #brakes: Brake[] = []
  readonly #allowances: { readonly blocks: number; readonly atMs: number }[] = []
  readonly #told = new Map<string, string>()
  readonly #effects: readonly EffectRow[]
  readonly #nowMs: () => number
  #perHour: number | null = null

  constructor(effects: readonly EffectRow[], nowMs: () => number) {
    this.#effects = effects
    this.#nowMs = nowMs
  }

  store(inTransaction: <T>(work: () => T) => Promise<T>): BrakeStore {
    return {
      standing: () => inTransaction(() => [...this.#brakes]),
      pull: (brake) => inTransaction(() => this.#pull(brake)),
      release: ({ kind, everywhere }) =>
        inTransaction(() => {
          const index = this.#brakes.findIndex((each) => each.kind === kind && each.everywhere === everywhere)
          return index < 0 ? null : (this.#brakes.splice(index, 1)[0] ?? null)
        }),
      bindIdentity: () => inTransaction(() => {}),
      places: () => inTransaction(() => this.#places()),
      limitBlocks: (perHour) =>
        inTransaction(() => {
          this.#perHour = perHour
        }),
      allowBlocks: ({ blocks }) =>
        inTransaction(() => {
          this.#allowances.push({ blocks, atMs: this.#nowMs() })
        }),
      heldWrites: () => inTransaction(() => this.heldWrites()),
    }
  }

  /** What the store of incidents has to do with brakes, beside the claim. */
  holds(inTransaction: <T>(work: () => T) => Promise<T>, record: (step: StepRecord) => StepResult): Holds {
    return {
      readHold: () => inTransaction(() => this.writeHold()),
      untoldHolds: (limit) =>
        inTransaction(() =>
          this.heldWrites()
            .filter((held) => !this.#isTold(held))
            .slice(0, limit),
        ),
      recordHold: (held, step) =>
        inTransaction(() => {
          const isHeld = this.heldWrites().some(({ effectId }) => effectId === held.effectId)
          if (!isHeld || this.#isTold(held) || record(step).status !== 'recorded') return false
          this.#told.set(held.effectId, holdKey(held.hold))
          return true
        }),
    }
  }

  #pull(brake: Omit<Brake, 'since'>): boolean {
    if (this.#brakes.some(({ kind, everywhere }) => kind === brake.kind && everywhere === brake.everywhere))
      return false
    this.#brakes.push({ ...brake, since: this.#now() })
    this.#brakes.sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0))
    return true
  }

  #now(): string {
    return new Date(this.#nowMs()).toISOString()
  }

  #places(): BlockPlaces {
    const since = this.#nowMs() - HOUR_MS
    const taken = this.#effects.filter(({ blockPlaceAtMs, outcome }) => {
      const isRefused = outcome?.type === 'PLAN_OUTDATED' || outcome?.type === 'PLAN_REFUSED'
      return blockPlaceAtMs !== null && blockPlaceAtMs > since && !isRefused
    }).length
    const allowed = this.#allowances.filter(({ atMs }) => atMs > since).reduce((sum, { blocks }) => sum + blocks, 0)
    return {
      perHour: this.#perHour,
      taken,
      allowed,
      isFull: this.#perHour !== null && taken >= this.#perHour + allowed,
    }
  }

  /** The freeze first, then the brake on the database. */
  writeHold(): Hold | null {
    const [first] = this.#brakes
    if (first === undefined) return null
    const { everywhere: _, ...hold } = first
    return hold
  }

  holdOn(row: EffectRow): Hold | null {
    if (row.writeKey === null || (row.notAfterAtMs !== null && row.notAfterAtMs <= this.#nowMs())) return null
    const hold = this.writeHold()
    if (hold !== null || row.effect.kind !== 'putBlock' || row.blockPlaceAtMs !== null) return hold
    const { isFull, taken, perHour, allowed } = this.#places()
    if (!isFull) return null
    const reason = `${taken} of ${(perHour ?? 0) + allowed} blocks that may be put within 60 minutes are put`
    return { kind: 'cap', reason, by: 'limits.blocksPerAccountPerHour', since: this.#now() }
  }

  heldWrites(): HeldWrite[] {
    return this.#effects.flatMap((row) => {
      const isWaiting = row.status === 'pending' || (row.status === 'claimed' && row.leaseUntilMs <= this.#nowMs())
      const hold = isWaiting ? this.holdOn(row) : null
      if (hold === null) return []
      const remainingMs = row.notAfterAtMs === null ? null : row.notAfterAtMs - this.#nowMs()
      return [{ effectId: row.id, incidentId: row.incidentId, kind: row.effect.kind, hold, remainingMs }]
    })
  }

  waitsUntilMs(id: string): number | null {
    const held = this.heldWrites().find(({ effectId }) => effectId === id)
    if (held === undefined || !this.#isTold(held)) return null
    return held.remainingMs === null ? Number.POSITIVE_INFINITY : this.#nowMs() + held.remainingMs
  }

  #isTold({ effectId, hold }: HeldWrite): boolean {
    return this.#told.get(effectId) === holdKey(hold)
  }
}
