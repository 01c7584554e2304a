import type { Entity } from '../src/domain/principal.js'
import type { CallerIdentity } from '../src/ports.js'
import type { IncidentTools } from './worker-tools.js'

/**
 * With the role that would write, where it is one of its own: that it can be assumed is found out before people are asked,
 * not after they have approved.
 */
export async function writingCallers(
  { aws, writer, rules }: IncidentTools,
  entity: Entity,
  callers: readonly CallerIdentity[],
): Promise<readonly CallerIdentity[]> {
  if (rules.writes === 'never') return callers
  const hand = writer(entity)
  return hand.sts === aws.sts ? callers : hand.sts.callerChain()
}
