import { isSwitch, objectOf, type PlannedWrite, type RestorePlan } from '../src/domain/plan.js'
import { describePrincipal } from '../src/domain/principal.js'
import { readRestorePlan } from './filed-documents.js'
import { isInPlace } from './read-back.js'
import { undosOf } from './remove-block.js'
import { pauseBeforeReread, REREADS } from './reread.js'
import type { EffectResult, IncidentTools } from './worker-tools.js'

/** Is our block gone, and still gone? One that is there after a restore was written late: a person is told at once. */
export async function checkRestored(tools: IncidentTools, digest: string): Promise<EffectResult> {
  const plan = await readRestorePlan(tools.engine.store, digest)
  let standing: PlannedWrite[] = []
  for (let reread = 0; reread <= REREADS; reread += 1) {
    standing = await stillThere(tools, plan)
    if (standing.length === 0) return { outcome: { type: 'RESTORE_CONFIRMED' } }
    await pauseBeforeReread(tools.engine.clock)
  }
  const what = standing.map(objectOf).join(', ')
  const reason = `${what} on ${describePrincipal(plan.entity)} is as the block had it, although it was undone.`
  return { outcome: { type: 'LATE_WRITE_FOUND', foundAt: tools.engine.clock.now().toISOString(), reason } }
}

/** What was turned on again may have been turned off by somebody else since: only what denies counts as a late write of ours. */
async function stillThere({ aws }: IncidentTools, plan: RestorePlan): Promise<PlannedWrite[]> {
  const denials = undosOf(plan).filter((write) => !isSwitch(write))
  const standings = await Promise.all(denials.map((write) => isInPlace({ aws, ...plan }, write)))
  return denials.filter((_, index) => standings[index] !== 'missing')
}
