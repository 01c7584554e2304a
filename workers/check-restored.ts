import { readRestorePlan } from './filed-documents.js'
import { removalOf } from './remove-block.js'
import { pauseBeforeReread, REREADS } from './reread.js'
import type { EffectResult, WorkerTools } from './worker-tools.js'

/** Is our block gone, and still gone? One that is there after a restore was written late: a person is told at once. */
export async function checkRestored(tools: WorkerTools, digest: string): Promise<EffectResult> {
  const plan = await readRestorePlan(tools.engine.store, digest)
  const { policyName } = removalOf(plan)
  for (let reread = 0; reread <= REREADS; reread += 1) {
    const present = await tools.aws.iam.readInlinePolicy(plan.entity.name, policyName)
    if (present === null) return { outcome: { type: 'RESTORE_CONFIRMED' } }
    await pauseBeforeReread()
  }
  const reason = `Policy ${policyName} is on role ${plan.entity.name} although it was removed.`
  return { outcome: { type: 'LATE_WRITE_FOUND', foundAt: tools.engine.clock.now().toISOString(), reason } }
}
