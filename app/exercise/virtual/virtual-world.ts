import type { ConnectedAwsAccount } from '../../../integrations/aws/aws-account.js'
import type { Finding } from '../../../src/domain/finding.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { Timing } from '../../../src/domain/incident-context.js'
import type { Engine } from '../../../src/engine/engine.js'
import { relayRound } from '../../../src/engine/relay.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import type { WorkerTools } from '../../../workers/worker-tools.js'
import type { Activity } from './activity.js'
import type { People } from './people.js'
import type { VirtualAccount } from './virtual-account.js'
import type { VirtualTime } from './virtual-time.js'
import { type Death, VirtualWorker } from './virtual-worker.js'
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
const LEASE_MS = 90_000
const LONGEST_CALL_MS = 1_000

/**
 * The product and the account side by side on one virtual clock. `run` lets things happen one at a time: time stands until
 * everything that was set off has come to rest, and then goes on to what is due next, be it an answer of AWS, an attacker's
 * move, a timer or a lease that is over. So nothing depends on how fast the machine is.
 */
export class VirtualWorld {
  readonly parts: WorldParts
  readonly engine: Engine
  readonly #tools: WorkerTools
  readonly #witnesses: (() => void)[] = []
  #worker: VirtualWorker
  #workers = 0
  #diedAtMs = Number.NEGATIVE_INFINITY
  #relayedAtMs = 0
  #isRetired = false
  #failure: { readonly error: unknown } | null = null

  constructor(parts: WorldParts) {
    this.parts = parts
    this.engine = { ...parts.engine, queue: { offer: async (effects) => this.#takeUp(effects) } }
    this.#tools = { ...parts.tools, engine: this.engine }
    this.#worker = this.#nextWorker()
  }

  get time(): VirtualTime {
    return this.parts.time
  }

  get account(): VirtualAccount {
    return this.parts.account
  }

  get people(): People {
    return this.parts.people
  }

  /** Every incident as it is now. */
  get incidents(): readonly Incident[] {
    return this.parts.store.incidents()
  }

  /** Whether a worker that is alive carries out an order to write: IAM has no compare-and-set, so others may collide with it. */
  get isWriting(): boolean {
    return this.parts.store.writeClaimedSince(this.#diedAtMs, LEASE_MS)
  }

  /** Takes a finding in, as the web server does. */
  report(finding: Finding): void {
    const { timing, confirmFindings = false } = this.parts
    const opening = { playbook: 'compromised-principal', version: '1', timing, confirmFindings }
    this.begin(async () => void (await openIncident(this.engine, finding, opening)))
  }

  /** Something that people or another process do from now on. What it throws ends the run. */
  begin(act: () => Promise<void>): void {
    this.parts.activity.during(act).catch(this.#fail)
  }

  /** The worker process dies there, and a new one is started at once. */
  killWorkerAt(death: Death): void {
    this.#worker.dieAt(death)
  }

  /** It dies now. */
  killWorker(): void {
    this.#worker.die()
  }

  /** Asked whenever everything is at rest, before time goes on. */
  onMoment(witness: () => void): void {
    this.#witnesses.push(witness)
  }

  /** Lets time go on until `isOver`, or until `forMs` have passed. Throws what the product or `begin` threw. */
  async run(forMs: number, isOver: () => boolean = () => false): Promise<void> {
    const endMs = this.time.nowMs + forMs
    for (;;) {
      await this.parts.activity.rest()
      if (this.#failure !== null) throw this.#failure.error
      if (this.#worker.isDead && !this.#isRetired) this.#replaceWorker()
      for (const witness of this.#witnesses) witness()
      if (isOver()) return
      const relayAtMs = this.#relayDueAtMs()
      if (Math.min(this.time.nextAtMs(), relayAtMs) > endMs) return this.time.moveTo(endMs)
      if (relayAtMs < this.time.nextAtMs()) this.#relay(relayAtMs)
      else this.time.actNext()
    }
  }

  /** Ends the worker for good and lets the calls that it has under way come back: cut off, the SDK would repeat them in real time. */
  async retire(): Promise<void> {
    if (this.#failure !== null) return
    this.#isRetired = true
    this.#worker.die()
    await this.run(LEASE_MS, () => this.#worker.atWork.size === 0)
    await this.run(LONGEST_CALL_MS)
  }

  readonly #fail = (error: unknown) => {
    this.#failure ??= { error }
  }

  #replaceWorker(): void {
    this.#diedAtMs = this.time.nowMs
    this.#worker = this.#nextWorker()
  }

  #nextWorker(): VirtualWorker {
    this.#workers += 1
    return new VirtualWorker(`wrk_${this.#workers}`, this.#tools, this.parts.aws, LEASE_MS)
  }

  /** An order waits for AWS most of its time: what it has under way is counted call by call, and not here. */
  #takeUp(effects: readonly { readonly id: string }[]): void {
    for (const { id } of effects) this.#worker.take(id).catch(this.#fail)
  }

  #relay(atMs: number): void {
    this.time.moveTo(atMs)
    this.#relayedAtMs = atMs
    this.begin(() => relayRound(this.engine))
  }

  /** When the next round of the relay that finds something comes; those that find nothing are left out. */
  #relayDueAtMs(): number {
    const dueAtMs = this.parts.store.nextDueAtMs()
    const afterMs = Math.max(dueAtMs, this.time.nowMs, this.#relayedAtMs + 1)
    return Math.ceil(afterMs / RELAY_INTERVAL_MS) * RELAY_INTERVAL_MS
  }
}
