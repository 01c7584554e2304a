import { setTimeout as sleep } from 'node:timers/promises'
import { apiAt, type IncidentSummary } from './api.js'
import { TOKENS, WEBHOOK_SECRET, type World } from './world.js'

export interface ResponderOptions {
  readonly world: World
  /** Where the server is now; null while it is down. */
  readonly url: () => string | null
  readonly restoreAs: 'false-alarm' | 'compromise'
  /** Restore is asked for only after the block was looked at once more in `contained`. */
  readonly waitsForWatch: boolean
  readonly onState?: (state: string) => void
  /** Why to stop: a product that ended by itself, say. */
  readonly failed: () => string | null
}

/** What became of the finding, and what the sender was told. */
export interface Handled {
  readonly accepted: { readonly incidentId: string }
}

/** Far more than recovering from one kill takes. */
const PATIENCE_MS = 60_000
const POLL_MS = 40
const STUCK = ['needsHuman', 'unresolved', 'unconfirmed', 'refused', 'denied', 'tampered']

/** The run cannot end well. The message says where it stands. */
export class RunFailedError extends Error {
  override readonly name = 'RunFailedError'
}

/**
 * Everybody outside of the product: the event bus, which sends the finding until it is taken; ana, who approves; ben, who
 * asks for the restore. They go by what the API says, and ask again whatever was not answered.
 */
export async function handleFinding(options: ResponderOptions): Promise<Handled> {
  const { world, url } = options
  const told: Told = { accepted: null, containDigest: '', state: 'no incident' }
  const giveUpAtMs = performance.now() + PATIENCE_MS
  for (;;) {
    const failure = options.failed()
    if (failure !== null) throw new RunFailedError(`${failure} The incident was in: ${told.state}.`)
    if (performance.now() > giveUpAtMs) throw new RunFailedError(`After ${PATIENCE_MS / 1000} s still: ${told.state}.`)
    const api = apiAt(url())
    told.accepted ??= await api.postFinding(WEBHOOK_SECRET, world.finding)
    const [incident] = told.accepted === null ? [] : ((await api.incidents(TOKENS.ana)) ?? [])
    if (incident !== undefined) {
      if (incident.state !== told.state) options.onState?.(incident.state)
      told.state = incident.state
      if (STUCK.includes(incident.state)) throw new RunFailedError(`${incident.state}: ${incident.reason}`)
      if (incident.state === 'closed' && told.accepted !== null) return { accepted: told.accepted }
      if (incident.state === 'awaitingApproval') told.containDigest = incident.openPlanDigest ?? ''
      await answer(options, api, incident, told.containDigest)
    }
    await sleep(POLL_MS)
  }
}

interface Told {
  accepted: Handled['accepted'] | null
  containDigest: string
  state: string
}

/** What people do about the state that they see; where it is too late for that, the product says so and nothing happens. */
async function answer(
  options: ResponderOptions,
  api: ReturnType<typeof apiAt>,
  { id, state, openPlanDigest }: IncidentSummary,
  containDigest: string,
): Promise<void> {
  const approve = { decision: 'approve', planDigest: openPlanDigest, reason: 'chaos' }
  if (state === 'awaitingApproval' && openPlanDigest !== null) {
    await api.decide(TOKENS.ana, id, { question: 'contain', ...approve })
  }
  if (state === 'contained' && (!options.waitsForWatch || (await wasWatched(api, id)))) {
    await api.request(TOKENS.ben, id, { ask: 'restore', restoreAs: options.restoreAs, reason: 'chaos' })
  }
  if (state === 'awaitingRestoreApproval' && openPlanDigest !== null && openPlanDigest !== containDigest) {
    await api.decide(TOKENS.ana, id, { question: 'restore', ...approve })
  }
}

async function wasWatched(api: ReturnType<typeof apiAt>, id: string): Promise<boolean> {
  const audit = await api.audit(TOKENS.ana, id)
  return audit?.records.some(({ body }) => body.what === 'BLOCK_OBSERVED' && body.from === 'contained') ?? false
}
