import type { ConnectedAwsAccount } from '../../../integrations/aws/aws-account.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { Timing } from '../../../src/domain/incident-context.js'
import type { Engine } from '../../../src/engine/engine.js'
import { relayRound } from '../../../src/engine/relay.js'
import type { WorkerTools } from '../../../workers/worker-tools.js'
import type { Death } from '../mortal-tools.js'
import type { Activity } from './activity.js'
import type { People } from './people.js'
import type { VirtualAccount } from './virtual-account.js'
import type { VirtualTime } from './virtual-time.js'
import { VirtualWorker } from './virtual-worker.js'
import type { WatchedStore } from './watched-store.js'

export interface WorldParts {
  readonly time: VirtualTime
  readonly activity: Activity
  readonly account: VirtualAccount
  readonly people: People
  readonly store: WatchedStore
  readonly engine: Omit<Engine, 'queue'>
  /** The connection of the tools. */
  readonly aws: ConnectedAwsAccount
  readonly tools: Omit<WorkerTools, 'engine'>
  readonly timing: Timing
  readonly confirmFindings?: boolean
}

/** As `tourniquet serve` has it. */
const RELAY_INTERVAL_MS = 250
/** Longer than any order takes: a lease is renewed by real time, which hardly passes here. */
export const LEASE_MS = 90_000

/** The product in one account: its realm's store, engine and queue, and the worker's hands there. The world lets it go on. */
export class VirtualSite {
  readonly parts: WorldParts
  readonly engine: Engine
  readonly #tools: WorkerTools
  readonly #fail: (error: unknown) => void
  #worker: VirtualWorker
  #workers = 0
  #diedAtMs = Number.NEGATIVE_INFINITY
  #relayedAtMs = 0

  /** `fail` is told of what the product throws. */
  constructor(parts: WorldParts, fail: (error: unknown) => void) {
    this.parts = parts
    this.#fail = fail
    this.engine = { ...parts.engine, queue: { offer: async (effects) => this.#takeUp(effects) } }
    this.#tools = { ...parts.tools, engine: this.engine }
    this.#worker = this.#nextWorker()
  }

  get account(): VirtualAccount {
    return this.parts.account
  }

  /** Every incident of the account as it is now. */
  get incidents(): readonly Incident[] {
    return this.parts.store.incidents()
  }

  /** Whether a worker that is alive carries out an order to write. */
  get isWriting(): boolean {
    return this.parts.store.writeClaimedSince(this.#diedAtMs, LEASE_MS)
  }

  get isDead(): boolean {
    return this.#worker.isDead
  }

  /** Nothing that was begun is under way any more. */
  get isIdle(): boolean {
    return this.#worker.atWork.size === 0
  }

  die(): void {
    this.#worker.die()
  }

  dieAt(death: Death): void {
    this.#worker.dieAt(death)
  }

  /** The process that died is started again. */
  replaceWorker(): void {
    this.#worker.die()
    this.#diedAtMs = this.parts.time.nowMs
    this.#worker = this.#nextWorker()
  }

  /** When the next round of the relay that finds something comes; those that find nothing are left out. */
  relayDueAtMs(): number {
    const dueAtMs = this.parts.store.nextDueAtMs()
    const afterMs = Math.max(dueAtMs, this.parts.time.nowMs, this.#relayedAtMs + 1)
    return Math.ceil(afterMs / RELAY_INTERVAL_MS) * RELAY_INTERVAL_MS
  }

  async relay(atMs: number): Promise<void> {
    this.#relayedAtMs = atMs
    await relayRound(this.engine)
  }

  #nextWorker(): VirtualWorker {
    this.#workers += 1
    return new VirtualWorker(`wrk_${this.#workers}`, this.#tools, LEASE_MS)
  }

  /** An order waits for AWS most of its time: what it has under way is counted call by call, and not here. */
  #takeUp(effects: readonly { readonly id: string }[]): void {
    for (const { id } of effects) this.#worker.take(id).catch(this.#fail)
  }
}
