import closeWithGrace from 'close-with-grace'
import { endsWithin } from '../../integrations/queue/ends-within.js'
import type { Log } from '../../src/engine/engine.js'

/** Container platforms wait 10 to 30 s before they kill; all steps together stay below this. */
const SHUTDOWN_MS = 15_000
/** What is left of a process after its work has ended: connections, the embedded database. */
const CLOSING_MS = 5_000

export interface StopSteps {
  /** Takes nothing more and ends what is under way; bounded by itself. */
  readonly finish: () => Promise<void>
  readonly close: () => Promise<void>
  readonly log: Log
}

/**
 * Runs until SIGTERM, SIGINT or a crash; then finishes, closes and exits: with 0 within SHUTDOWN_MS of a signal, whatever
 * database and queue do meanwhile, and with 1 after a crash. A second signal exits at once, with 1. What is left undone is
 * on the record, and others take it up when its lease is over.
 */
export async function runUntilStopped({ finish, close, log }: StopSteps): Promise<void> {
  const onTimeout = (): void => log.error('It did not stop in time and ends anyway; leases run out.')
  await new Promise<void>((resolve) => {
    closeWithGrace({ delay: SHUTDOWN_MS, logger: false, onTimeout }, async ({ err, signal }) => {
      if (err === undefined) log.info('Stopping', { signal: signal ?? null })
      else log.error('It crashed and stops.', { error: err.stack ?? String(err) })
      await finish()
      const closed = await endsWithin(close(), CLOSING_MS)
      log.info(closed ? 'Stopped' : 'Stopped; a connection did not end in time and was dropped.')
      resolve()
    })
  })
}
