import { AwsError } from '../src/domain/aws-error.js'
import type { WriteDone } from '../src/domain/incident-event.js'
import { type ContainPlan, isSwitch, objectOf, type PlannedWrite } from '../src/domain/plan.js'
import type { IncidentStore } from '../src/engine/incident-store.js'
import { type Applied, applyWrite, doneBy, type WriteScope } from './apply-write.js'
import { isInPlace, type ReadBackScope } from './read-back.js'

/** A scope that can tell what it changed from what it found changed. */
export interface IntendedScope extends WriteScope {
  readonly store: IncidentStore
  readonly incidentId: string
}

/** `found`: it was as planned before we touched it. It is somebody else's, and no restore may undo it. */
export type Intended = Applied | { readonly status: 'found'; readonly done: WriteDone; readonly at: null }

/**
 * Carries out one write of a contain plan so that every later try, of whichever worker, still knows whose change it was: the
 * intent is filed before the request leaves, and taken back where AWS refused it. What is as planned without an intent is
 * `found`. Left over: somebody who makes the very same change after a request of ours whose answer was lost, and that never
 * arrived. IAM keeps no author, so the change is then taken for ours.
 */
export async function applyIntended(scope: IntendedScope, write: PlannedWrite): Promise<Intended> {
  if (await isIntended(scope, write)) return applyWrite(scope, write)
  if ((await isInPlace(scope, write)) === 'held') return found(scope, write)
  const { store, containmentId, incidentId } = scope
  const intent = { containmentId, incidentId, object: objectOf(write) }
  await store.fileIntent(intent)
  try {
    const applied = await applyWrite(scope, write)
    if (applied.status === 'written') return applied
    // A worker that was stopped here must not take back what the next one, which wrote meanwhile, relies on.
    await scope.guard()
    await store.withdrawIntent(intent)
    return applied.status === 'adopted' ? found(scope, write) : applied
  } catch (error) {
    if (error instanceof AwsError && error.kind !== 'ambiguous') {
      await scope.guard()
      await store.withdrawIntent(intent)
    }
    throw error
  }
}

function found(scope: IntendedScope, write: PlannedWrite): Intended {
  return { status: 'found', done: doneBy(scope, write, null), at: null }
}

/** Where changes are looked for, and what was intended there. */
type StandingScope = ReadBackScope & Pick<IntendedScope, 'store'>

/** Whether a write of a plan is in place, and it was we who put it there: by its text, or by the intent. */
export async function isOurs(scope: StandingScope, write: PlannedWrite): Promise<boolean> {
  return (await isIntended(scope, write)) && (await isInPlace(scope, write)) === 'held'
}

/** What of a plan others did before us: it is as planned, and we never meant to send it. */
export async function foundInPlace(scope: StandingScope, plan: ContainPlan): Promise<string[]> {
  const found: string[] = []
  for (const write of plan.writes) {
    if (await isIntended(scope, write)) continue
    if ((await isInPlace(scope, write)) === 'held') found.push(objectOf(write))
  }
  return found
}

/** What of a plan we never came to turn off (keys, profiles, trust anchors): it is not ours to turn on. */
export async function switchesNeverSent(
  store: IncidentStore,
  { containmentId, writes }: ContainPlan,
): Promise<string[]> {
  const intents = await store.readIntents(containmentId)
  const switched = writes.filter(isSwitch).map(objectOf)
  return switched.filter((id) => !intents.includes(id))
}

async function isIntended({ store, containmentId }: StandingScope, write: PlannedWrite): Promise<boolean> {
  return !needsIntent(write) || (await store.readIntents(containmentId)).includes(objectOf(write))
}

/** A policy tells by its text whose it is. What is off, and a managed policy that is attached, do not. */
function needsIntent(write: PlannedWrite): boolean {
  return isSwitch(write) || write.kind === 'attachPolicy'
}
