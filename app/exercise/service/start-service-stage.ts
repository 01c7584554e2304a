import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { approvalRulesOf } from '../../../exercises/approval-rules.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { defaultHoldDownMs } from '../../../src/incidents/hold-down.js'
import { endAtSignal } from '../../end-at-signal.js'
import { silentLog } from '../../logging.js'
import { silentMessenger } from '../../messengers.js'
import { ownDatabase } from '../../own-database.js'
import { takingDown, type Undo } from '../../taking-down.js'
import { StageAttack } from '../attack/stage-attack.js'
import { fenceAround } from '../exercise-fence.js'
import { Chat } from '../virtual/chat.js'
import { rawFilesIn } from './raw-files-in.js'
import { serve } from './serve.js'
import { startServiceAccounts } from './service-accounts.js'
import type { ServiceStageOptions } from './service-options.js'
import { composeRealms } from './service-realms.js'
import { ServiceStage } from './service-stage.js'
import { ServiceTime } from './service-time.js'
import { serviceTiming } from './service-timing.js'
import { ServiceWorkers } from './service-workers.js'

/**
 * Sets an exercise up on the real service: the real web server, workers, playbooks, use cases and AWS clients against simulated
 * accounts on loopback, with an embedded PostgreSQL of its own that is thrown away. Findings come in by the webhooks, people act
 * by the use cases, and what a chat shows is what it shows in earnest.
 *
 * Time runs `timeScale` times as fast as a real clock. Exercise time is that many times the real time since T+0, and every time
 * that the run sees or a person is given is exercise time: a question that expires after 15 minutes does so after 15 minutes of
 * the exercise, which at `timeScale` 15 are one of the clock's. All waits of the product, of AWS and of the attacker shrink
 * alike, so that metrics are those of a run in earnest, plus what work really takes, `timeScale` times; budgets for real work
 * (evidence, plans, writes, leases of at least 1.5 s) do not shrink, and looks that could not be made in time are left out.
 * History before T+0 has real distances, and a session of AWS lasts its hour by the clock. At 1 everything is as in earnest.
 *
 * Of the environment nothing is used: neither credentials nor endpoints of AWS, neither DATABASE_URL nor REDIS_URL. Every AWS
 * client sends through a fence that lets requests to the simulated accounts pass and refuses and counts all others
 * (`liveAwsCalls`). Throws LiveEndpointError where the accounts would not be this machine's. A failure on the way takes
 * everything down again, and so do SIGINT and SIGTERM, after which the process ends (but see `endsByItself`).
 */
export async function startServiceStage(exercise: Exercise, options: ServiceStageOptions): Promise<ServiceStage> {
  const undo: Undo = []
  const close = takingDown(undo)
  const building = build(exercise, options, undo, close)
  // What is half started cannot be told to end.
  const forget = endAtSignal(() => building.then(close, close), options.endsByItself)
  undo.unshift(async () => forget())
  try {
    return await building
  } catch (error) {
    // Why it could not be started says more than what could not be ended after it.
    await close().catch(() => {})
    throw error
  }
}

async function build(
  exercise: Exercise,
  options: ServiceStageOptions,
  undo: Undo,
  close: () => Promise<void>,
): Promise<ServiceStage> {
  const { timeScale, log = silentLog(undefined), onProgress = () => {} } = options
  const time = new ServiceTime(timeScale)
  undo.push(async () => time.stop())
  const databaseUrl = options.databaseUrl ?? (await ownDatabase('tourniquet-exercise-', onProgress, undo))
  const filesDir = await ownFolder(undo)
  const simulated = await startServiceAccounts(exercise, timeScale)
  undo.push(() => simulated.close())
  const fence = fenceAround(simulated.url)
  undo.push(async () => fence.close())
  const chat = new Chat(time, silentMessenger)
  const { messenger } = chat
  const realms = await composeRealms(
    { exercise, timeScale, databaseUrl, simulated, fence, messenger, filesDir, log },
    undo,
  )
  const timing = serviceTiming(exercise, timeScale)
  const opening = { timing, holdDownMs: defaultHoldDownMs / timeScale }
  const shown = await options.showIn?.({
    ...{ realms, opening, log },
    rules: approvalRulesOf(exercise.world.approvals),
    clock: realms.home.engine.clock,
    isDown: () => chat.isDown,
  })
  if (shown !== undefined) undo.push(() => shown.stop())
  const door = await serve({ exercise, realms, opening, chatDoor: shown?.door ?? null, port: options.port ?? 0 }, undo)
  const workers = new ServiceWorkers(realms.all, timeScale, (error) => time.fail(error))
  undo.push(() => workers.stop())
  await workers.start()
  time.begin()
  const { accounts, identities } = simulated
  const attackTime = { nowMs: () => time.nowMs, at: time.at.bind(time) }
  const toExerciseMs = (iso: string) => time.toExerciseMs(iso)
  const attack = new StageAttack({ exercise, accounts, identities, time: attackTime, toExerciseMs })
  simulated.onCall((call) => attack.hear(call))
  return new ServiceStage({
    ...{ exercise, time, realms, opening, simulated, workers, door, chat, attack, close },
    readRawFile: rawFilesIn(filesDir),
    liveAwsCalls: () => fence.refused(),
  })
}

/** For reports, undo cards and raw evidence, which end with the exercise. */
async function ownFolder(undo: Undo): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-exercise-files-'))
  undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
