import type { Exercise } from '../../exercises/exercise-file.js'
import { FencedHandler } from '../../integrations/aws/fenced-handler.js'
import { memoryRawEvidence } from '../../integrations/memory/memory-raw-evidence.js'
import { seedSchema } from '../../simulated-aws/seed/seed.js'
import type { Log } from '../../src/engine/engine.js'
import { awsFindingReaders } from '../aws-finding-readers.js'
import { isLoopback } from '../setup/is-loopback.js'
import { ScriptedAttacker } from './attack/attacker.js'
import { FirstBlock } from './attack/first-block.js'
import { Ledger } from './attack/ledger.js'
import { Identities } from './identities.js'
import type { ReadRawFile } from './look.js'
import { pastOf } from './make-history.js'
import { Chat } from './virtual/chat.js'
import { realmOfWorld } from './virtual/realm-of-world.js'
import { SeededRandom } from './virtual/seeded-random.js'
import { type StartedWorld, startVirtualWorld, WORLD_READY_AT } from './virtual/start-virtual-world.js'
import { VirtualStage } from './virtual-stage.js'
import { approvalCounts, timingOf } from './world-rules.js'

/** An exercise would have reached something else than its own simulated account. Nothing was sent. */
export class LiveEndpointError extends Error {
  override readonly name = 'LiveEndpointError'
}

/**
 * Sets an exercise up in virtual time: the product's own playbooks, engine, use cases, workers and AWS clients against a simulated
 * account on loopback; store, queue, chat and clock are stood in for. Of the environment nothing is used: no database, no queue,
 * no credentials, no endpoint. The same exercise with the same seed always gives the same world. One at a time in a process.
 */
export async function startVirtualStage(exercise: Exercise, log?: Log): Promise<VirtualStage> {
  const kept: { identities: Identities | null; fence: FencedHandler | null; chat: Chat | null } = {
    identities: null,
    fence: null,
    chat: null,
  }
  const { world: place } = exercise
  const rawEvidence = memoryRawEvidence()
  const started = await startVirtualWorld({
    random: new SeededRandom(exercise.seed),
    seed: seedSchema.parse(place.account),
    enforcementDelayMs: place.enforcementDelay.ms,
    cloudTrailLagMs: place.trailDelay.ms,
    timing: timingOf(exercise),
    rules: { approval: approvalCounts(exercise) },
    rawEvidence,
    protection: { arns: place.protected.map(({ arn }) => arn), uniqueIds: [], raisingTags: [] },
    past: pastOf(place.history, WORLD_READY_AT, (account) => {
      kept.identities = new Identities(account)
      return kept.identities
    }),
    connections: (endpoint) => {
      kept.fence = fenceAround(endpoint)
      return kept.fence
    },
    messenger: (time, people) => {
      kept.chat = new Chat(time, people)
      return kept.chat.messenger
    },
    ...(asksAws(exercise) ? { findingReaders: awsFindingReaders } : {}),
    ...(log === undefined ? {} : { complain: (message, details) => log.warn(message, details) }),
  })
  const { identities, fence, chat } = kept
  if (identities === null || fence === null || chat === null) throw new Error('The world was started in part.')
  const readRawFile = (file: string) => rawEvidence.kept.get(file)?.text ?? null
  return stageOf(exercise, started, { identities, fence, chat, readRawFile })
}

interface Kept {
  readonly identities: Identities
  readonly fence: FencedHandler
  readonly chat: Chat
  readonly readRawFile: ReadRawFile
}

function stageOf(exercise: Exercise, { world, close }: StartedWorld, kept: Kept): VirtualStage {
  const { identities, fence, chat, readRawFile } = kept
  const { time, account } = world
  const startedAtMs = time.now().getTime()
  const toExerciseMs = (iso: string) => Date.parse(iso) - startedAtMs
  const ledger = new Ledger(toExerciseMs)
  const firstBlock = new FirstBlock(exercise.world.enforcementDelay.ms)
  const { holds } = exercise.attack ?? {}
  const attacker =
    holds === undefined
      ? null
      : new ScriptedAttacker({ account: account.account, identities, holds }, timeOf(world, startedAtMs), ledger)
  if (holds !== undefined) {
    const { accessKeyId } = identities.of(holds)
    ledger.addPast(account.calls().filter((call) => call.accessKeyId === accessKeyId))
  }
  account.onCall((call) => {
    ledger.hear(call)
    firstBlock.hear(call, toExerciseMs(call.at))
  })
  return new VirtualStage({
    exercise,
    world,
    realm: realmOfWorld(world, timingOf(exercise)),
    identities,
    chat,
    ledger,
    firstBlock,
    attacker,
    readRawFile,
    liveAwsCalls: () => fence.refused,
    close,
  })
}

function timeOf({ time }: StartedWorld['world'], startedAtMs: number) {
  return {
    nowMs: () => time.now().getTime() - startedAtMs,
    at: (atMs: number, key: string, act: () => void) => time.at(atMs + startedAtMs - time.startsAt.getTime(), key, act),
  }
}

/** A simulated account that others could reach would be no exercise any more. */
function fenceAround(endpoint: string): FencedHandler {
  const { hostname } = new URL(endpoint)
  if (!isLoopback(hostname)) throw new LiveEndpointError(`An exercise goes to this machine alone, not to ${hostname}.`)
  return new FencedHandler(endpoint)
}

/** Only then can a finding be one that AWS does not have. */
function asksAws({ injects }: Exercise): boolean {
  return injects.some((inject) => inject.kind === 'finding' && inject.forged)
}
