import type { Exercise } from '../../exercises/exercise-file.js'
import { FencedHandler } from '../../integrations/aws/fenced-handler.js'
import { memoryRawEvidence } from '../../integrations/memory/memory-raw-evidence.js'
import { seedSchema } from '../../simulated-aws/seed/seed.js'
import type { Log } from '../../src/engine/engine.js'
import { awsFindingReaders } from '../aws-finding-readers.js'
import { asksAws } from './asks-aws.js'
import { StageAttack } from './attack/stage-attack.js'
import { Identities } from './identities.js'
import { refuseLiveEndpoint } from './live-endpoint.js'
import type { ReadRawFile } from './look.js'
import { pastOf } from './make-history.js'
import { Chat } from './virtual/chat.js'
import { realmOfSite } from './virtual/realm-of-world.js'
import { SeededRandom } from './virtual/seeded-random.js'
import { type StartedWorld, startVirtualWorld, WORLD_READY_AT } from './virtual/start-virtual-world.js'
import { VirtualStage } from './virtual-stage.js'
import { WorldAccounts } from './world-accounts.js'
import { approvalCounts, timingOf } from './world-rules.js'

/**
 * Sets an exercise up in virtual time: the product's own playbooks, engine, use cases, workers and AWS clients against a simulated
 * account on loopback; store, queue, chat and clock are stood in for. Of the environment nothing is used: no database, no queue,
 * no credentials, no endpoint. The same exercise with the same seed always gives the same world. One at a time in a process.
 */
export async function startVirtualStage(exercise: Exercise, log?: Log): Promise<VirtualStage> {
  const kept: { identities: Identities | null; fences: FencedHandler[]; chat: Chat | null } = {
    identities: null,
    fences: [],
    chat: null,
  }
  const { world: place } = exercise
  const rawEvidence = memoryRawEvidence()
  const started = await startVirtualWorld({
    random: new SeededRandom(exercise.seed),
    seed: seedSchema.parse(place.account),
    otherSeeds: place.otherAccounts.map((account) => seedSchema.parse(account)),
    enforcementDelayMs: place.enforcementDelay.ms,
    cloudTrailLagMs: place.trailDelay.ms,
    timing: timingOf(exercise),
    rules: { approval: approvalCounts(exercise) },
    rawEvidence,
    protection: { arns: place.protected.map(({ arn }) => arn), uniqueIds: [], raisingTags: [] },
    past: pastOf(place.history, WORLD_READY_AT, (accounts) => {
      kept.identities = new Identities(new WorldAccounts(accounts))
      return kept.identities
    }),
    connections: (endpoint) => {
      const fence = fenceAround(endpoint)
      kept.fences.push(fence)
      return fence
    },
    messenger: (time, people) => {
      kept.chat = new Chat(time, people)
      return kept.chat.messenger
    },
    ...(asksAws(exercise) ? { findingReaders: awsFindingReaders } : {}),
    ...(log === undefined ? {} : { complain: (message, details) => log.warn(message, details) }),
  })
  const { identities, fences, chat } = kept
  if (identities === null || chat === null) throw new Error('The world was started in part.')
  const readRawFile = (file: string) => rawEvidence.kept.get(file)?.text ?? null
  try {
    return stageOf(exercise, started, { identities, fences, chat, readRawFile })
  } catch (error) {
    await started.close()
    throw error
  }
}

interface Kept {
  readonly identities: Identities
  /** One an account. */
  readonly fences: readonly FencedHandler[]
  readonly chat: Chat
  readonly readRawFile: ReadRawFile
}

function stageOf(exercise: Exercise, { world, close }: StartedWorld, kept: Kept): VirtualStage {
  const { identities, fences, chat, readRawFile } = kept
  const { time } = world
  const [home, ...others] = world.sites
  const timing = timingOf(exercise)
  const accounts = new WorldAccounts(world.sites.map((site) => site.account))
  const startedAtMs = time.now().getTime()
  const toExerciseMs = (iso: string) => Date.parse(iso) - startedAtMs
  const attack = new StageAttack({ exercise, accounts, identities, time: timeOf(world, startedAtMs), toExerciseMs })
  for (const site of world.sites) site.account.onCall((call) => attack.hear(call))
  return new VirtualStage({
    exercise,
    world,
    realms: [realmOfSite(home, timing), ...others.map((site) => realmOfSite(site, timing))],
    accounts,
    identities,
    chat,
    attack,
    readRawFile,
    liveAwsCalls: () => fences.reduce((sum, { refused }) => sum + refused, 0),
    close,
  })
}

function timeOf({ time }: StartedWorld['world'], startedAtMs: number) {
  return {
    nowMs: () => time.now().getTime() - startedAtMs,
    at: (atMs: number, key: string, act: () => void) => time.at(atMs + startedAtMs - time.startsAt.getTime(), key, act),
  }
}

function fenceAround(endpoint: string): FencedHandler {
  refuseLiveEndpoint(endpoint)
  return new FencedHandler(endpoint, { connectionTimeout: 0, requestTimeout: 0 })
}
