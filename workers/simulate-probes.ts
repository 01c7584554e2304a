import { appliesTo, judgeSimulation, probeActions } from '../src/containment/simulation.js'
import { AwsError } from '../src/domain/aws-error.js'
import type { ContainPlan } from '../src/domain/plan.js'
import type { BlockObservation } from '../src/domain/verdict.js'
import type { IncidentTools } from './worker-tools.js'

/**
 * Asks IAM's policy simulator about probe actions. It proves the policies' logic and not that they are enforced, and it is
 * throttled easily; so where it does not answer the look goes on without it.
 */
export async function simulateProbes(
  { aws, engine }: IncidentTools,
  plan: ContainPlan,
): Promise<BlockObservation['simulation']> {
  if (!appliesTo(plan)) return { status: 'notAsked', notDenied: [] }
  try {
    return judgeSimulation(await aws.iam.simulate(plan.entity.arn, probeActions))
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    engine.log.warn('The policy simulator did not answer; the look goes on without it.', { error: error.message })
    return { status: 'unavailable', notDenied: [] }
  }
}
