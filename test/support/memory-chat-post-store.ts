import {
  type ChatPost,
  type ChatPostStore,
  SHOWN_WHEN_CLOSED_WITHIN_MS,
  type StaleView,
  urgentStates,
} from '../../src/incidents/chat-posts.js'

/** What of an incident a view depends on. */
export interface MovedIncident {
  readonly id: string
  state: string
  open: boolean
  seq: number
  movedAtMs: number
}

interface ViewRow {
  shownSeq: number
  urgentSeq: number
  dirtyAtMs: number | null
  holder: string | null
  claimedAtMs: number
  claimedSeq: number
  leaseUntilMs: number
  behindSinceMs: number | null
  retryAtMs: number
  failures: number
}

/** A chat's view in memory, with the incidents that it is of: tests move them. */
export interface MemoryChatPostStore extends ChatPostStore {
  readonly incidents: ReadonlyMap<string, MovedIncident>
  readonly problems: readonly string[]
  /** Begins an incident with the first number of its record, or goes on with it by one. */
  move(id: string, changes?: { readonly state?: string; readonly open?: boolean }): void
}

/** The contract of ChatPostStore in one process. `nowMs` is the time of leases. */
export function memoryChatPostStore(nowMs: () => number): MemoryChatPostStore {
  const incidents = new Map<string, MovedIncident>()
  const rows = new Map<string, ViewRow>()
  const posts = new Map<string, ChatPost>()
  const problems: string[] = []
  /** Others run first, and each method is then done in one go, as transactions are. */
  const inTransaction = async <T>(work: () => T): Promise<T> => {
    await Promise.resolve()
    return work()
  }
  const held = (holder: string, id: string): ViewRow | null => {
    const row = rows.get(id)
    return row !== undefined && row.holder === holder && row.leaseUntilMs > nowMs() ? row : null
  }
  const giveBack = (holder: string, id: string, changes: (row: ViewRow) => Partial<ViewRow>) =>
    inTransaction(() => {
      const row = held(holder, id)
      if (row !== null) Object.assign(row, { holder: null, leaseUntilMs: 0, ...changes(row) })
    })
  return {
    incidents,
    problems,
    move: (id, changes = {}) => {
      const known = incidents.get(id) ?? { id, state: 'investigating', open: true, seq: 0, movedAtMs: 0 }
      incidents.set(id, { ...known, ...changes, seq: known.seq + 1, movedAtMs: nowMs() })
    },
    claimStale: (holder, limit, leaseMs) =>
      inTransaction(() => {
        addRecent(incidents, rows, nowMs())
        return claim({ incidents, rows, nowMs: nowMs() }, { holder, limit, leaseMs })
      }),
    readPosts: (id) => inTransaction(() => [...posts.values()].filter(({ incidentId }) => incidentId === id)),
    keepPost: (holder, post) =>
      inTransaction(() => {
        if (held(holder, post.incidentId) === null) return false
        posts.set(`${post.incidentId} ${post.slot}`, post)
        return true
      }),
    shown: (holder, id, seq) =>
      giveBack(holder, id, (row) => ({
        shownSeq: Math.max(row.shownSeq, seq),
        failures: 0,
        retryAtMs: 0,
        behindSinceMs: null,
        dirtyAtMs: row.dirtyAtMs !== null && row.dirtyAtMs > row.claimedAtMs ? row.dirtyAtMs : null,
      })),
    handBack: (holder, id, { urgentSeq, inMs }) =>
      giveBack(holder, id, (row) => ({
        urgentSeq: Math.max(row.urgentSeq, urgentSeq ?? 0),
        retryAtMs: nowMs() + inMs,
      })),
    failed: (holder, id, retryInMs, problem) =>
      giveBack(holder, id, (row) => {
        problems.push(problem)
        return { failures: row.failures + 1, retryAtMs: nowMs() + retryInMs }
      }),
    markOpenStale: () =>
      inTransaction(() => {
        addRecent(incidents, rows, nowMs())
        for (const [id, row] of rows) {
          row.retryAtMs = 0
          if (incidents.get(id)?.open === true) row.dirtyAtMs = nowMs()
        }
      }),
    findByMessage: (channel, messageId) =>
      inTransaction(
        () =>
          [...posts.values()].find((post) => post.channel === channel && post.messageId === messageId)?.incidentId ??
          null,
      ),
    backlog: () => inTransaction(() => backlog({ incidents, rows, nowMs: nowMs() })),
  }
}

interface Tables {
  readonly incidents: ReadonlyMap<string, MovedIncident>
  readonly rows: ReadonlyMap<string, ViewRow>
  readonly nowMs: number
}

function backlog({ incidents, rows, nowMs }: Tables): Awaited<ReturnType<ChatPostStore['backlog']>> {
  const waits = [...rows].flatMap(([id, row]) => {
    const incident = incidents.get(id)
    if (incident === undefined || incident.seq <= row.shownSeq) return []
    return [nowMs - Math.min(row.behindSinceMs ?? incident.movedAtMs, incident.movedAtMs)]
  })
  return { incidents: waits.length, oldestMs: waits.length === 0 ? null : Math.max(...waits) }
}

function addRecent(incidents: ReadonlyMap<string, MovedIncident>, rows: Map<string, ViewRow>, nowMs: number): void {
  for (const { id, open, movedAtMs } of incidents.values()) {
    if (rows.has(id) || (!open && movedAtMs <= nowMs - SHOWN_WHEN_CLOSED_WITHIN_MS)) continue
    rows.set(id, {
      shownSeq: 0,
      urgentSeq: 0,
      dirtyAtMs: null,
      holder: null,
      claimedAtMs: 0,
      claimedSeq: 0,
      leaseUntilMs: 0,
      behindSinceMs: null,
      retryAtMs: 0,
      failures: 0,
    })
  }
}

function claim(
  tables: Tables,
  by: { readonly holder: string; readonly limit: number; readonly leaseMs: number },
): StaleView[] {
  const { nowMs } = tables
  const waiting = [...tables.rows].flatMap(([id, row]) => {
    const incident = tables.incidents.get(id)
    if (incident === undefined || row.leaseUntilMs > nowMs) return []
    if (row.retryAtMs > nowMs && !(row.failures > 0 && incident.seq > row.claimedSeq)) return []
    const isBehind = incident.seq > row.shownSeq
    if (!isBehind && row.dirtyAtMs === null) return []
    const isUrgent = urgentStates.includes(incident.state) && incident.seq > Math.max(row.shownSeq, row.urgentSeq)
    const rank = [isUrgent ? 0 : 1, isBehind ? 0 : 1, incident.open ? 0 : 1, incident.movedAtMs]
    return [{ incident, row, rank }]
  })
  waiting.sort((one, other) => order(one.rank, other.rank) || (one.incident.id < other.incident.id ? -1 : 1))
  return waiting.slice(0, by.limit).map(({ incident, row }) => {
    Object.assign(row, { holder: by.holder, claimedAtMs: nowMs, leaseUntilMs: nowMs + by.leaseMs, retryAtMs: 0 })
    row.claimedSeq = incident.seq
    row.behindSinceMs ??= incident.movedAtMs
    const { shownSeq, failures, dirtyAtMs } = row
    return { incidentId: incident.id, seq: incident.seq, shownSeq, failures, isLook: dirtyAtMs !== null }
  })
}

function order(one: readonly number[], other: readonly number[]): number {
  for (const [place, value] of one.entries()) {
    const difference = value - (other[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
