import type { AnchorSink } from '../audit/anchor.js'
import {
  type Checkpoint,
  type CheckpointSigner,
  type Continuation,
  checkpointGenesisHash,
  signCheckpoint,
} from '../audit/checkpoint.js'
import type { CheckpointInputs, CheckpointStore } from '../audit/checkpoint-store.js'
import { type ComparedAnchor, databaseStanding, type Standing } from '../audit/database-standing.js'
import type { Log } from '../engine/engine.js'

/** What checkpoints are taken with. */
export interface CheckpointKeeping {
  readonly realm: string
  readonly store: CheckpointStore
  readonly signer: CheckpointSigner
  readonly sinks: readonly AnchorSink[]
  readonly log: Log
}

/** How an anchor does, for those who operate it. */
export interface AnchorState {
  readonly sink: string
  readonly outside: boolean
  readonly anchoredUpTo: number
  /** Checkpoints that the database holds and the anchor does not yet cover. */
  readonly behind: number
}

/**
 * One round: a checkpoint of the chains that moved, and its way into every anchor. A database that is not current takes
 * none: a copy that went on would put a second history beside the first. What fails is said and made up for by the next
 * round; nothing waits for it.
 */
export async function keepCheckpoints(keeping: CheckpointKeeping): Promise<void> {
  const { standing } = await readStanding(keeping)
  if (standing.kind !== 'current') {
    keeping.log.error('No checkpoint is taken: the database is not the one that the anchors know.', { standing })
    return
  }
  await keeping.store.take((inputs) => (inputs.changed.length === 0 ? null : checkpointOf(keeping, inputs, null)))
  const newest = await keeping.store.newest()
  if (newest !== null) await Promise.all(keeping.sinks.map((sink) => anchor(keeping, sink, newest)))
}

/**
 * A person's word that this database is the one to go on with: the next checkpoint says so, and the standing is current
 * again. false: another process was taking a checkpoint, or an anchor does not answer; try again.
 */
export async function continueFromHere(
  keeping: CheckpointKeeping,
  word: Pick<Continuation, 'by' | 'reason'>,
): Promise<boolean> {
  const { compared, unread } = await readStanding(keeping)
  if (unread.length > 0) return false
  const furthest = compared.toSorted((a, b) => b.newest.number - a.newest.number)[0]
  const { number, hash } = furthest?.newest ?? { number: 0, hash: '' }
  const newestAnchor = furthest === undefined ? null : { number, hash, sink: furthest.sink }
  const taken = await keeping.store.take((inputs) => checkpointOf(keeping, inputs, { ...word, newestAnchor }))
  if (taken === null) return false
  await Promise.all(keeping.sinks.map((sink) => anchor(keeping, sink, taken)))
  return true
}

export interface StandingRead {
  readonly standing: Standing
  /** Anchors that did not answer, by name: the standing is without them. */
  readonly unread: readonly string[]
}

export async function readStanding(
  keeping: Pick<CheckpointKeeping, 'realm' | 'store' | 'sinks' | 'log'>,
): Promise<StandingRead & { readonly compared: readonly ComparedAnchor[] }> {
  const { store, sinks } = keeping
  const unread: string[] = []
  const compared: ComparedAnchor[] = []
  // Before the database, which only grows: an anchor that is written meanwhile is never ahead of it.
  for (const sink of sinks) {
    const newest = await sink.readNewest(keeping.realm).catch((error: unknown) => {
      unread.push(sink.name)
      keeping.log.warn('An anchor cannot be read.', { sink: sink.name, error: String(error) })
      return null
    })
    if (newest !== null) compared.push({ sink: sink.name, newest, ownHash: await store.hashOf(newest.number) })
  }
  const [identity, newest] = [await store.identity(), await store.newest()]
  return { standing: databaseStanding({ identity, newest, anchors: compared }), unread, compared }
}

export async function anchorStates({
  store,
  sinks,
}: Pick<CheckpointKeeping, 'store' | 'sinks'>): Promise<AnchorState[]> {
  const newest = (await store.newest())?.body.number ?? 0
  const states: AnchorState[] = []
  for (const { name, outside } of sinks) {
    const anchoredUpTo = await store.anchoredUpTo(name)
    states.push({ sink: name, outside, anchoredUpTo, behind: newest - anchoredUpTo })
  }
  return states
}

function checkpointOf(
  { realm, signer }: CheckpointKeeping,
  { at, database, newest, changed }: CheckpointInputs,
  continues: Continuation | null,
): Checkpoint {
  const number = Math.max(newest?.body.number ?? 0, continues?.newestAnchor?.number ?? 0) + 1
  const prevHash = newest?.hash ?? checkpointGenesisHash(realm)
  return signCheckpoint(signer, prevHash, { realm, number, at, database, heads: [...changed], continues })
}

/** The newest alone: its hash covers all before it, so that a sink that was away need not be told of each. */
async function anchor({ store, log }: CheckpointKeeping, sink: AnchorSink, newest: Checkpoint): Promise<void> {
  try {
    if ((await store.anchoredUpTo(sink.name)) >= newest.body.number) return
    await sink.write(newest)
    await store.acknowledge({ sink: sink.name, number: newest.body.number, hash: newest.hash })
  } catch (error) {
    const details = { sink: sink.name, checkpoint: newest.body.number, error: String(error) }
    log.error('An anchor did not take a checkpoint; the next round tries again.', details)
  }
}
