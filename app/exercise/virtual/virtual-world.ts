import type { Finding } from '../../../src/domain/finding.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { Engine } from '../../../src/engine/engine.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import type { Death } from '../mortal-tools.js'
import type { People } from './people.js'
import type { VirtualAccount } from './virtual-account.js'
import { LEASE_MS, VirtualSite, type WorldParts } from './virtual-site.js'
import type { VirtualTime } from './virtual-time.js'

export type { WorldParts } from './virtual-site.js'

const LONGEST_CALL_MS = 1_000

/**
 * The product and its accounts side by side on one virtual clock. `run` lets things happen one at a time: time stands until
 * everything that was set off has come to rest, and then goes on to what is due next, be it an answer of AWS, an attacker's
 * move, a timer or a lease that is over. So nothing depends on how fast the machine is.
 */
export class VirtualWorld {
  /** Of the first account. */
  readonly parts: WorldParts
  /** Every account, the first first. */
  readonly sites: readonly [VirtualSite, ...VirtualSite[]]
  readonly #first: VirtualSite
  readonly #witnesses: (() => void)[] = []
  #isRetired = false
  #failure: { readonly error: unknown } | null = null

  /** `others` share time, activity and people with the first. */
  constructor(parts: WorldParts, others: readonly WorldParts[] = []) {
    this.parts = parts
    this.#first = new VirtualSite(parts, (error) => this.#fail(error))
    this.sites = [this.#first, ...others.map((other) => new VirtualSite(other, (error) => this.#fail(error)))]
  }

  get engine(): Engine {
    return this.#first.engine
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

  /** Every incident as it is now, in the order in which they were opened. */
  get incidents(): readonly Incident[] {
    if (this.sites.length === 1) return this.#first.incidents
    const all = this.sites.flatMap(({ incidents }) => incidents)
    // Ids sort by creation, in whichever account.
    return all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** Where an incident is; null: there is no such incident. */
  siteOf(incidentId: string): VirtualSite | null {
    return this.sites.find(({ incidents }) => incidents.some(({ id }) => id === incidentId)) ?? null
  }

  /** Whether a worker that is alive carries out an order to write: IAM has no compare-and-set, so others may collide with it. */
  get isWriting(): boolean {
    return this.sites.some(({ isWriting }) => isWriting)
  }

  /** Takes a finding in, as the web server does. */
  report(finding: Finding, playbook = 'compromised-principal'): void {
    const { timing, confirmFindings = false } = this.parts
    const opening = { playbook, version: '1', timing, confirmFindings }
    this.begin(async () => void (await openIncident(this.engine, finding, opening)))
  }

  /** Something that people or another process do from now on. What it throws ends the run. */
  begin(act: () => Promise<void>): void {
    this.parts.activity.during(act).catch(this.#fail)
  }

  /** The worker process dies there, in whichever account that comes first, and a new one is started at once. */
  killWorkerAt(death: Death): void {
    for (const site of this.sites) site.dieAt(death)
  }

  /** It dies now. */
  killWorker(): void {
    for (const site of this.sites) site.die()
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
      if (!this.#isRetired) this.#replaceDead()
      for (const witness of this.#witnesses) witness()
      if (isOver()) return
      const { site, atMs } = this.#nextRelay()
      if (Math.min(this.time.nextAtMs(), atMs) > endMs) return this.time.moveTo(endMs)
      if (atMs < this.time.nextAtMs()) {
        this.time.moveTo(atMs)
        this.begin(() => site.relay(atMs))
      } else this.time.actNext()
    }
  }

  /** Ends the worker for good and lets the calls that it has under way come back: cut off, the SDK would repeat them in real time. */
  async retire(): Promise<void> {
    if (this.#failure !== null) return
    this.#isRetired = true
    this.killWorker()
    await this.run(LEASE_MS, () => this.sites.every(({ isIdle }) => isIdle))
    await this.run(LONGEST_CALL_MS)
  }

  readonly #fail = (error: unknown) => {
    this.#failure ??= { error }
  }

  /** One process serves every account: where it dies in one, it is dead in all. */
  #replaceDead(): void {
    if (!this.sites.some(({ isDead }) => isDead)) return
    for (const site of this.sites) site.replaceWorker()
  }

  /** One account at a time, the first first: what it sets off comes before the next. */
  #nextRelay() {
    const rounds = this.sites.map((site) => ({ site, atMs: site.relayDueAtMs() }))
    const first = { site: this.#first, atMs: this.#first.relayDueAtMs() }
    return rounds.reduce((soonest, round) => (round.atMs < soonest.atMs ? round : soonest), first)
  }
}
