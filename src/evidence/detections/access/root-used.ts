import { compareTexts } from '../../facts/texts.js'
import type { ActorFacts } from '../../facts/trail-facts.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'

/**
 * Root at work, which nothing limits and nobody needs from day to day. ATT&CK T1078.004; GuardDuty: Policy:IAMUser
 * /RootCredentialUsage. https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html
 */
export const rootUsed: PatternRule = {
  kind: 'pattern',
  id: 'root-used',
  title: 'Root of the account used',
  technique: 'T1078.004',
  tactic: 'initial-access',
  find: (trail) =>
    trail.actorsInOrder().flatMap(([actorKey, facts]) => {
      if (facts.actor.type !== 'root') return []
      const hasKey = [...trail.facts.scope.keys.values()].some(
        (key) => key.actorKey === actorKey && key.accessKeyId.startsWith('AKIA'),
      )
      return sightingOf(actorKey, facts, hasKey)
    }),
}

function sightingOf(actorKey: string, facts: ActorFacts, hasKey: boolean): Sighting[] {
  const changes = [...facts.byCall.values()].filter(
    ({ eventName }) => !/^(Get|List|Describe|Lookup|Search|Check)/.test(eventName),
  )
  const tallies = changes.length > 0 ? changes : [...facts.byCall.values()]
  return [
    {
      actorKeys: [actorKey],
      severity: hasKey || (changes.length > 0 && facts.ok > 0) ? 'high' : 'medium',
      status: facts.ok > 0 ? 'succeeded' : 'attempted',
      what: `root: ${named(tallies.map(({ eventName }) => eventName).sort(compareTexts))}`,
      why: hasKey ? ['with an access key of its own'] : [],
      marks: tallies.flatMap(({ eventIds }) => eventIds),
    },
  ]
}
