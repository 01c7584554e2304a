import { assertNever } from '../../src/domain/assert-never.js'
import type { Inject, InjectOf } from '../schema/injects.js'
import { describeFault } from './describe-fault.js'
import type { ExerciseRun } from './exercise-run.js'
import { Expectations } from './expectations.js'
import { tellRevealed } from './revelations.js'

/** Plays an inject: people are told, and what it does to the world is done. */
export async function playInject(run: ExerciseRun, inject: Inject): Promise<void> {
  const nowMs = run.stage.nowMs()
  await run.tell({
    kind: 'INJECT',
    inject: inject.id,
    injectKind: inject.kind,
    title: run.filled(inject.title),
    to: 'to' in inject ? [...(inject.to ?? [])] : [],
    from: 'from' in inject ? run.filled(inject.from) : null,
    text: inject.text === undefined ? null : run.filled(inject.text),
    untilMs: Expectations.untilMs(inject, nowMs),
  })
  const failed = await happen(run, inject)
  for (const step of run.revelations.byName(inject.reveals)) await tellRevealed(run, step, 'inject', null)
  for (const ended of run.expectations.play(inject, nowMs, failed)) await run.tell({ kind: 'INJECT_ENDED', ...ended })
}

/** Answers why the inject failed by itself; null: it is up to people now. */
async function happen(run: ExerciseRun, inject: Inject): Promise<string | null> {
  switch (inject.kind) {
    case 'finding':
      return run.exercise.mode === 'discuss' ? null : await sendFinding(run, inject)
    case 'evidence':
      if (inject.calls !== undefined) await run.stage.addCalls(inject)
      return null
    case 'fault':
      await bringAbout(run, inject)
      return null
    case 'chat':
    case 'question':
    case 'pressure':
      return null
    default:
      return assertNever(inject, 'inject')
  }
}

async function sendFinding(run: ExerciseRun, inject: InjectOf<'finding'>): Promise<string | null> {
  const { id, source } = inject
  const answer = await run.stage.sendFinding(inject)
  const isRefused = answer.status === 'refused'
  await run.tell({
    kind: 'FINDING',
    inject: id,
    source,
    result: answer.status,
    incident: isRefused ? null : answer.incident,
    reason: isRefused ? answer.reason : null,
  })
  return isRefused ? `The finding was not taken: ${answer.reason}` : null
}

async function bringAbout(run: ExerciseRun, { id, fault }: InjectOf<'fault'>): Promise<void> {
  await run.tell({
    kind: 'FAULT',
    inject: id,
    fault: fault.kind,
    text: describeFault(fault, (role) => run.nameOf(role)),
  })
  if (fault.kind === 'away') run.sendAway(fault.who, run.stage.nowMs() + fault.for.ms)
  else await run.stage.fault(fault)
}
