import type { AnchorSink } from '../audit/anchor.js'
import type { AuditSource, AuditView, ChainPart } from '../audit/audit-source.js'
import { BodyReader } from '../audit/body-reader.js'
import { SYSTEM_CHAIN } from '../audit/checkpoint.js'
import {
  type CheckpointHistory,
  type Continued,
  checkpointHistory,
  type ReadAnchor,
} from '../audit/checkpoint-history.js'
import { type PinnedKeys, pinnedKeys } from '../audit/checkpoint-keys.js'
import type { CheckpointStore } from '../audit/checkpoint-store.js'
import type { AuditFault } from '../audit/fault.js'
import { ChainWalk, type Point } from '../audit/walk-chain.js'

/** An anchor as verification found it. */
export interface VerifiedAnchor {
  readonly name: string
  readonly outside: boolean
  /** The newest checkpoint that it and the database hold alike; null: none. */
  readonly checkpoint: number | null
  readonly at: string | null
  /** Records behind that checkpoint: whoever has the database and the key could still change them. */
  readonly exposed: number
  /** Its last line was being written when the writer was stopped. */
  readonly torn: boolean
  /** Why it could not be read: then it proves nothing. */
  readonly problem: string | null
}

/**
 * What checking the whole record found. Without an anchor outside this host nothing shows that chains, heads, checkpoints
 * and local anchors were not re-made together: `localOnly` says so, and the exposed window is then the whole record.
 */
export interface AuditVerification {
  readonly verified: boolean
  readonly incidents: number
  /** Of all chains, the system chain included. */
  readonly records: number
  readonly checkpoints: number
  readonly firstBroken: AuditFault | null
  /** The first hundred. */
  readonly broken: readonly AuditFault[]
  /** Until when: of the newest checkpoint outside this host, else of the newest record, of which consistency alone is known. */
  readonly verifiedUpTo: string | null
  readonly anchors: readonly VerifiedAnchor[]
  readonly localOnly: boolean
  /** Records that no anchor outside this host covers, and since when. */
  readonly exposedWindow: { readonly records: number; readonly since: string | null }
  /** Where a person let a restored or copied database go on. */
  readonly continued: readonly Continued[]
}

/** What the record is held against; all of it is optional, and what is missing proves nothing. */
export interface AuditTrust {
  readonly keys: PinnedKeys
  readonly sinks: readonly AnchorSink[]
  readonly acknowledged: Pick<CheckpointStore, 'acknowledged'>['acknowledged']
  readonly onProgress: (records: number) => void
}

const MAX_BROKEN = 100
const nothingTrusted: AuditTrust = {
  keys: pinnedKeys([]),
  sinks: [],
  acknowledged: async () => [],
  onProgress: () => {},
}

/**
 * Checks every chain against itself, its incident and the checkpoints, and the checkpoints against the pinned keys and the
 * anchors. What was confirmed is read before the anchors and they before the database, which is seen as of one moment: what
 * is recorded meanwhile never looks like something missing.
 */
export async function verifyAudit(source: AuditSource, given: Partial<AuditTrust> = {}): Promise<AuditVerification> {
  const trust = { ...nothingTrusted, ...given }
  const acknowledged = await trust.acknowledged()
  const readings = await Promise.all(trust.sinks.map((sink) => readSink(sink, source.realm)))
  const anchors = readings.flatMap(({ anchor }) => anchor ?? [])
  return source.atOneMoment(async (view) => {
    const { realm } = source
    const history = await checkpointHistory({ realm, keys: trust.keys, anchors, acknowledged }, view.checkpoints())
    const tally = await walkAll(view, history, trust.onProgress)
    return verdictOf(history, tally, trust.sinks, readings)
  })
}

interface SinkReading {
  readonly anchor: ReadAnchor | null
  readonly problem: string | null
}

async function readSink(sink: AnchorSink, realm: string): Promise<SinkReading> {
  try {
    return { anchor: { name: sink.name, reading: await sink.read(realm) }, problem: null }
  } catch (error) {
    return { anchor: null, problem: error instanceof Error ? error.message : String(error) }
  }
}

interface Tally {
  incidents: number
  records: number
  lastAt: string | null
  readonly faults: AuditFault[]
  /** By chain, how many records it has. */
  readonly lengths: Map<string, number>
}

async function walkAll(
  view: AuditView,
  { points, newest }: CheckpointHistory,
  onProgress: AuditTrust['onProgress'],
): Promise<Tally> {
  const tally: Tally = { incidents: 0, records: 0, lastAt: null, faults: [], lengths: new Map() }
  const body = new BodyReader()
  let walk: ChainWalk | null = null
  for await (const part of view.chains()) {
    walk ??= new ChainWalk(part, points.get(chainKey(part)) ?? [], newest?.at ?? null, body)
    walk.take(part.records)
    tally.records += part.records.length
    onProgress(tally.records)
    if (!part.last) continue
    finish(tally, part, walk)
    walk = null
  }
  for (const [chain, seen] of points) if (!tally.lengths.has(chain)) tally.faults.push(goneFault(chain, seen))
  return tally
}

function finish(tally: Tally, part: ChainPart, walk: ChainWalk): void {
  const fault = walk.end(part.head)
  if (fault !== null) tally.faults.push(fault)
  if (part.kind === 'incident') tally.incidents += 1
  tally.lengths.set(chainKey(part), walk.records)
  if (walk.lastAt !== null && (tally.lastAt === null || walk.lastAt > tally.lastAt)) tally.lastAt = walk.lastAt
}

function chainKey({ kind, id }: ChainPart): string {
  return kind === 'system' ? SYSTEM_CHAIN : id
}

function goneFault(chain: string, seen: readonly Point[]): AuditFault {
  const last = seen.at(-1)
  const reason = `is gone: checkpoint ${last?.number} saw ${last?.seq} records, the database has none`
  return { chain, incidentId: chain === SYSTEM_CHAIN ? null : chain, seq: 1, reason }
}

function verdictOf(
  history: CheckpointHistory,
  tally: Tally,
  sinks: readonly AnchorSink[],
  readings: readonly SinkReading[],
): AuditVerification {
  const anchors = sinks.map((sink, index): VerifiedAnchor => {
    const agreed = history.agreed.get(sink.name) ?? null
    const { anchor = null, problem = null } = readings[index] ?? {}
    const exposed = exposedBehind(history, tally, agreed?.number ?? 0)
    const [checkpoint, at] = [agreed?.number ?? null, agreed?.at ?? null]
    const torn = anchor?.reading.torn === true
    return { name: sink.name, outside: sink.outside, checkpoint, at, exposed, torn, problem }
  })
  const outside = anchors.filter((each) => each.outside && each.checkpoint !== null)
  const best = outside.toSorted((a, b) => (b.checkpoint ?? 0) - (a.checkpoint ?? 0))[0]
  const broken = [...history.faults, ...tally.faults]
  return {
    verified: broken.length === 0,
    incidents: tally.incidents,
    records: tally.records,
    checkpoints: history.newest?.number ?? 0,
    firstBroken: broken.find((fault) => fault.incidentId !== null) ?? broken[0] ?? null,
    broken: broken.slice(0, MAX_BROKEN),
    verifiedUpTo: broken.length > 0 ? null : (best?.at ?? tally.lastAt),
    anchors,
    localOnly: best === undefined,
    exposedWindow: { records: best?.exposed ?? tally.records, since: best?.at ?? null },
    continued: history.continued,
  }
}

function exposedBehind({ points }: CheckpointHistory, { lengths }: Tally, checkpoint: number): number {
  let exposed = 0
  for (const [chain, length] of lengths) {
    const covered = points.get(chain)?.findLast(({ number }) => number <= checkpoint)?.seq ?? 0
    exposed += Math.max(0, length - covered)
  }
  return exposed
}
