import { StoreUnavailableError } from '../integrations/postgres/connect-database.js'
import type { Incident } from '../src/domain/incident.js'
import type { Engine } from '../src/engine/engine.js'
import { type Opened, openIncident } from '../src/incidents/open-incident.js'
import { openSeveral, type Taking } from '../src/incidents/open-several.js'

interface Waiting {
  readonly taking: Taking
  readonly resolve: (opened: Opened) => void
  readonly reject: (error: unknown) => void
}

/** A batch is one transaction: longer ones would keep the first of them waiting. */
const MAX_BATCH = 32
/** Of how many principals the incident is remembered: a few kilobytes each. */
const MAX_KNOWN = 500

/**
 * Takes in findings of the same key one batch after the other, in the order of asking; those of different keys at once. Findings
 * about one principal move the same incident: side by side each step would make the others start over. What comes while a batch
 * is being recorded is the next one, so that batches grow with the load.
 */
export class OpeningTurns {
  readonly #waiting = new Map<string, Waiting[]>()
  readonly #known = new Map<string, Incident>()

  /** The key names the realm and whom the incident is about. */
  take(engine: Engine, key: string, taking: Taking): Promise<Opened> {
    return new Promise((resolve, reject) => {
      const one = { taking, resolve, reject }
      const waiting = this.#waiting.get(key)
      if (waiting !== undefined) return void waiting.push(one)
      const begun = [one]
      this.#waiting.set(key, begun)
      void this.#run(engine, key, begun)
    })
  }

  async #run(engine: Engine, key: string, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) await this.#takeBatch(engine, key, waiting.splice(0, MAX_BATCH))
    this.#waiting.delete(key)
  }

  /** Never rejects: whoever asked is told. */
  async #takeBatch(engine: Engine, key: string, batch: readonly Waiting[]): Promise<void> {
    const seen = this.#known.get(key) ?? null
    this.#known.delete(key)
    try {
      const takings = batch.map(({ taking }) => taking)
      const { opened, known } = await openSeveral(engine, takings, seen)
      if (known !== null) this.#remember(key, known)
      for (const [index, { resolve, reject }] of batch.entries()) {
        const one = opened[index]
        if (one === undefined) reject(new Error('A finding of a batch has no answer.'))
        else resolve(one)
      }
    } catch (error) {
      if (batch.length === 1 || error instanceof StoreUnavailableError) for (const { reject } of batch) reject(error)
      else await takeEach(engine, batch)
    }
  }

  #remember(key: string, incident: Incident): void {
    this.#known.set(key, incident)
    const [oldest] = this.#known.keys()
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest)
  }
}

/** One that cannot be recorded must not take the others with it. */
async function takeEach(engine: Engine, batch: readonly Waiting[]): Promise<void> {
  for (const { taking, resolve, reject } of batch) {
    await openIncident(engine, taking.finding, taking.opening).then(resolve, reject)
  }
}
