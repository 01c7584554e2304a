import { LeaseLostError } from '../../../workers/lease.js'
import { processEffect } from '../../../workers/process-effect.js'
import type { WorkerTools } from '../../../workers/worker-tools.js'
import { type Death, mortalTools, WorkerLife } from '../mortal-tools.js'

/**
 * A worker process that can die. Dead, it sends nothing, records nothing and reports nothing; its orders are taken up when
 * their leases are over. LeaseLostError is what ends an order without a word.
 */
export class VirtualWorker {
  readonly id: string
  readonly #tools: WorkerTools
  readonly #leaseMs: number
  readonly #life = new WorkerLife()
  readonly #atWork = new Set<string>()

  constructor(id: string, tools: WorkerTools, leaseMs: number) {
    this.id = id
    this.#leaseMs = leaseMs
    this.#tools = mortalTools(tools, this.#life)
  }

  get isDead(): boolean {
    return this.#life.isDead
  }

  /** Ids of the effects in hand; a dead worker has none. */
  get atWork(): ReadonlySet<string> {
    return this.#atWork
  }

  die(): void {
    this.#life.die()
  }

  dieAt(death: Death): void {
    this.#life.dieAt(death)
  }

  /** Takes up an offer. What goes wrong in here beyond a death is a bug, and thrown. */
  async take(effectId: string): Promise<void> {
    if (this.isDead || this.#atWork.has(effectId)) return
    this.#atWork.add(effectId)
    try {
      await processEffect(this.#tools, { workerId: this.id, leaseMs: this.#leaseMs }, effectId)
    } catch (error) {
      if (!(this.isDead && error instanceof LeaseLostError)) throw error
    } finally {
      this.#atWork.delete(effectId)
    }
  }
}
