import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { ClientRequest } from 'node:http'

/** After so many turns of the event loop without anything new, what is left waits for virtual time. */
const QUIET_TURNS = 12
/** Real time: a run that works takes milliseconds from one rest to the next. */
const LONGEST_UNREST_MS = 60_000

const REQUEST_STARTED = 'http.client.request.start'

/**
 * Tells when a process that talks to itself over HTTP has nothing left to do but wait for virtual time: then, and only then,
 * time may go on. Counted is what is under way (requests, calls of the store); a request that the account holds back counts
 * as waiting.
 */
export class Activity {
  #underWay = 0
  #changes = 0

  constructor() {
    subscribe(REQUEST_STARTED, this.#onRequest)
  }

  /** Counts the work until it ends, either way. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#change(1)
    try {
      return await work()
    } finally {
      this.#change(-1)
    }
  }

  /** Of something that is under way: it waits for virtual time until the promise is kept. */
  async waiting(until: Promise<void>): Promise<void> {
    this.#change(-1)
    try {
      await until
    } finally {
      this.#change(1)
    }
  }

  /** Resolves when nothing is under way. Throws where that does not come about: something waits for real time. */
  async rest(): Promise<void> {
    const startedAtMs = performance.now()
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = this.#changes
      await new Promise((resolve) => setImmediate(resolve))
      quiet = this.#changes === before && this.#underWay === 0 ? quiet + 1 : 0
      if (performance.now() - startedAtMs > LONGEST_UNREST_MS) {
        throw new Error(`${this.#underWay} things are under way and do not end.`)
      }
    }
  }

  close(): void {
    unsubscribe(REQUEST_STARTED, this.#onRequest)
  }

  #change(by: number): void {
    this.#underWay += by
    this.#changes += 1
  }

  readonly #onRequest = (message: unknown) => {
    const request = requestIn(message)
    if (request === null) return
    this.#change(1)
    request.once('close', () => this.#change(-1))
  }
}

function requestIn(message: unknown): ClientRequest | null {
  if (typeof message !== 'object' || message === null || !('request' in message)) return null
  return message.request instanceof ClientRequest ? message.request : null
}
