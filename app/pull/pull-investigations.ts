import type { CreatedWithin } from '../../integrations/aws/detective/detective-calls.js'
import type { ListedInvestigation } from '../../integrations/aws/detective/investigation-inbox.js'
import type { InvestigationStore } from '../../integrations/postgres/postgres-investigation-store.js'
import type { Log } from '../../src/engine/engine.js'
import type { Clock } from '../../src/ports.js'
import { intakeSources, judgePayload } from '../intake.js'
import { type OpeningPlace, openFinding } from '../open-finding.js'
import type { RunningPull } from './pull-queue.js'
import type { Outcome } from './take-message.js'

/** Detective of one account and Region; `InvestigationInbox` is one. */
export interface Inbox {
  graph(): Promise<string | null>
  list(graphArn: string, created: CreatedWithin): Promise<ListedInvestigation[]>
  detail(graphArn: string, id: string): Promise<object>
}

export interface InvestigationPull extends OpeningPlace {
  /** `111122223333 eu-west-1` */
  readonly name: string
  readonly inbox: Inbox
  readonly store: InvestigationStore
  readonly everyMs: number
  readonly clock: Pick<Clock, 'pause' | 'now'>
  readonly log: Log
  readonly count: { finding(outcome: Outcome): void; round(outcome: 'received' | 'empty' | 'failed'): void }
}

const HOUR_MS = 3_600_000
/** An investigation is listed by when it was started, and done later: so long it is looked for again. */
const OVERLAP_MS = 24 * HOUR_MS
const AFTER_FAILURE_MS = 60_000

/**
 * Asks Detective at these intervals for investigations that are done, until it is stopped, and takes each in like a finding
 * that was posted; what was known already changes nothing. Those that this program has started itself are evidence, and left
 * out. The first time it looks a day back. While AWS or the record does not answer the next round begins where this one did.
 */
export function pullInvestigations(pull: InvestigationPull): RunningPull {
  const stopping = new AbortController()
  const running = askOn(pull, stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function askOn(pull: InvestigationPull, signal: AbortSignal): Promise<void> {
  const known = new Set<string>()
  while (!signal.aborted) {
    const waitMs = await round(pull, known, signal)
    if (!signal.aborted) await pull.clock.pause(waitMs, signal)
  }
}

/** How long to wait before the next. */
async function round(pull: InvestigationPull, known: Set<string>, signal: AbortSignal): Promise<number> {
  const { everyMs, count, log, name } = pull
  try {
    const taken = await takeNew(pull, known, signal)
    count.round(taken === 0 ? 'empty' : 'received')
    return everyMs
  } catch (error) {
    count.round('failed')
    log.error('Investigations of Detective could not be pulled; it is tried again.', {
      place: name,
      error: String(error),
    })
    return Math.min(everyMs, AFTER_FAILURE_MS)
  }
}

async function takeNew(pull: InvestigationPull, known: Set<string>, signal: AbortSignal): Promise<number> {
  const { inbox, store, clock } = pull
  const graph = await inbox.graph()
  if (graph === null) {
    pull.log.warn('Detective has no behavior graph here; nothing is pulled.', { place: pull.name })
    return 0
  }
  const to = clock.now()
  const readTo = (await store.readTo(graph)) ?? to
  const listed = await inbox.list(graph, { from: new Date(readTo.getTime() - OVERLAP_MS), to })
  const done = listed.filter(({ id, isDone, isArchived }) => isDone && !isArchived && !known.has(id))
  const own = await store.ownAmong(done.map(({ id }) => id))
  const others = done.filter(({ id }) => !own.has(id))
  const failures: unknown[] = []
  for (const { id } of others) {
    // What is not taken now is listed again.
    if (signal.aborted) return 0
    try {
      pull.count.finding(await takeOne(pull, graph, id))
      known.add(id)
    } catch (error) {
      // One that AWS will not show must not keep those behind it from being seen; the round counts as failed all the same.
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  await store.moveTo(graph, to)
  return others.length
}

async function takeOne(pull: InvestigationPull, graph: string, id: string): Promise<Outcome> {
  const source = intakeSources.find(({ name }) => name === 'detective')
  if (source === undefined) throw new Error('Detective has no parser.')
  const detail = await pull.inbox.detail(graph, id)
  const intake = judgePayload(source, Buffer.from(JSON.stringify({ ...detail, GraphArn: graph })), null)
  if (!intake.accepted) {
    pull.log.warn('An investigation is not taken.', { place: pull.name, id, reason: intake.reason })
    return 'notOurs'
  }
  const taken = await openFinding(pull, intake.findings[0])
  if (taken.kind === 'opened') return taken.deduplicated ? 'duplicate' : 'opened'
  pull.log.warn('An investigation is about an account that is not served.', { place: pull.name, reason: taken.reason })
  return 'notOurs'
}
