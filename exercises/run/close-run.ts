import { digestOf } from '../../src/domain/canonical-json.js'
import { type AttackerGains, nothingGained, type RunRecord } from '../run-record.js'
import type { StageIncident } from '../stage.js'
import type { ExerciseRun } from './exercise-run.js'

/** What a run can still ask of its stage when it is over; a stage that failed may answer none of it. */
interface LastLook {
  readonly incidents: readonly StageIncident[]
  readonly gains: AttackerGains
  readonly liveAwsCalls: number
}

/** The record of a run that is over. Never rejects: what cannot be had any more is left out, and the record says so. */
export async function closeRun(run: ExerciseRun, nowMs: () => number): Promise<RunRecord> {
  for (const ended of run.expectations.finish()) await tellLast(run, { kind: 'INJECT_ENDED', ...ended }, nowMs())
  const { incidents, gains, liveAwsCalls } = await lastLook(run, nowMs)
  const { id, title, mode, seed } = run.exercise
  const record: RunRecord = {
    exercise: id,
    title,
    digest: digestOf(run.exercise),
    mode,
    seed,
    time: run.stage.time,
    players: run.players.name,
    startedAt: run.stage.startedAt,
    endedAtMs: Math.max(nowMs(), run.events.at(-1)?.atMs ?? 0),
    end: run.end ?? { kind: 'finished' },
    events: [...run.events],
    incidents: incidents.map(({ id: incident, playbook, state, open }) => ({ id: incident, playbook, state, open })),
    gains,
    liveAwsCalls,
  }
  run.players.end()
  await quietly(run, () => run.narrator.end(record), undefined, nowMs)
  return { ...record, end: run.end ?? record.end, events: [...run.events] }
}

/** The last words are told to the narrator alone: there is nothing left to play. */
export async function tellLast(
  run: ExerciseRun,
  happening: Parameters<ExerciseRun['note']>[0],
  atMs: number,
): Promise<void> {
  const event = run.note(happening, atMs)
  await quietly(
    run,
    () => run.narrator.tell(event),
    undefined,
    () => atMs,
  )
}

async function lastLook(run: ExerciseRun, nowMs: () => number): Promise<LastLook> {
  const { stage, watch } = run
  return {
    liveAwsCalls: await quietly(run, async () => stage.liveAwsCalls(), 0, nowMs),
    incidents: await quietly(run, () => stage.incidents(), watch.incidents, nowMs),
    gains: await quietly(run, () => stage.attackerGains(), nothingGained, nowMs),
  }
}

/** What fails here ends nothing any more: it is put on the record, which is then that of a failed run. */
async function quietly<T>(run: ExerciseRun, act: () => Promise<T>, otherwise: T, nowMs: () => number): Promise<T> {
  try {
    return await act()
  } catch (error) {
    run.note({ kind: 'ERROR', text: String(error) }, nowMs())
    run.failBy(String(error))
    return otherwise
  }
}
