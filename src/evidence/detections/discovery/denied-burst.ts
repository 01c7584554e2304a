import type { ActorFacts } from '../../facts/trail-facts.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { isConsoleAgent } from '../user-agents.js'

const manyDenied = 10
const manyKinds = 4
/** What is refused now and then among so many calls that succeed is a day's work. */
const spreadShare = 0.2

/**
 * Denied again and again, over different calls: somebody tries what a stolen credential may do. One call that is always denied is a
 * program without a permission, and pages of the console that a person may not see are denied too. ATT&CK T1087.004, T1580.
 * GuardDuty: Discovery:IAMUser/AnomalousBehavior.
 */
export const deniedBurst: PatternRule = {
  kind: 'pattern',
  id: 'access-denied-burst',
  title: 'Many different calls denied',
  technique: 'T1580',
  tactic: 'discovery',
  find: (trail) => trail.actorsInOrder().flatMap(([actorKey]) => sightingOf(actorKey, trail)),
}

function sightingOf(actorKey: string, trail: TrailView): Sighting[] {
  const facts = trail.actorFacts(actorKey)
  if (facts === null || facts.actor.type === 'unknown') return []
  const denied = [...facts.byCall.values()].filter((tally) => tally.denied > 0)
  const times = denied.reduce((sum, tally) => sum + tally.denied, 0)
  if (times < manyDenied || denied.length < manyKinds) return []
  const agents = [...facts.byAgent]
  const isConsole = agents.length > 0 && agents.every(([agent]) => isConsoleAgent(agent))
  const before = trail.hasBaseline ? (trail.facts.baseline.actors.get(actorKey)?.denied ?? 0) : 0
  const isSpread = times < (facts.ok + facts.failed) * spreadShare && mostAtOnce(facts) < manyDenied
  const isHeavy = times >= manyDenied * 3 && denied.length >= manyKinds * 3
  return [
    {
      actorKeys: [actorKey],
      severity: isConsole || isSpread || before >= times ? 'low' : isHeavy ? 'high' : 'medium',
      status: 'attempted',
      what: `${times} calls of ${denied.length} kinds denied: ${named(denied.map(({ eventName }) => eventName).sort())}`,
      why: [
        ...(isConsole ? ['in the console'] : []),
        ...(isSpread ? ['now and then, among many that succeeded'] : []),
        ...(before >= times ? ['as often denied before'] : []),
      ],
      marks: denied.flatMap(({ eventIds }) => eventIds),
    },
  ]
}

/** Within two hours, by the clock; other failures count as well. */
function mostAtOnce({ byHour }: ActorFacts): number {
  let most = 0
  byHour.forEach(({ failed }, hour) => {
    if (failed > 0) most = Math.max(most, failed + (byHour.get(hour + 1)?.failed ?? 0))
  })
  return most
}
