import { entryOf } from '../../facts/tallies.js'
import { compareTexts } from '../../facts/texts.js'
import type { Act } from '../act.js'
import { isAfterLooking } from '../collection/reading-keys.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'

const writes =
  'CreateUser CreateAccessKey CreateLoginProfile CreateRole AttachUserPolicy AttachRolePolicy PutUserPolicy PutRolePolicy ' +
  'AddUserToGroup UpdateAssumeRolePolicy UpdateLoginProfile CreatePolicyVersion'

/**
 * A command line with an instance's credentials that looks around and then tries to make identities or rights, in vain: programs on an
 * instance have no use for either, and whoever has just taken its credentials finds out what they are good for. What is let other rules
 * judge. ATT&CK T1078.004, cloud accounts.
 */
export const instanceCredentialsTried: PatternRule = {
  kind: 'pattern',
  id: 'ec2-instance-credentials-tried',
  title: 'Rights tried for with an instance’s credentials',
  technique: 'T1078.004',
  tactic: 'privilege-escalation',
  find: (trail) => {
    const tried = new Map<string, Act[]>()
    for (const act of trail.actsNamed('iam', writes)) {
      if (act.outcome !== 'ok' && act.actor.type === 'role') entryOf(tried, act.actor.key, (): Act[] => []).push(act)
    }
    return [...tried]
      .sort(([a], [b]) => compareTexts(a, b))
      .flatMap(([actorKey, acts]) => {
        const after = acts.filter((act) => isFromLooker(act, trail))
        if (after.length === 0) return []
        return [
          {
            actorKeys: [actorKey],
            severity: 'medium' as const,
            status: 'attempted' as const,
            what: named(after.map(({ name }) => name)),
            why: ['a command line with an instance’s credentials looked around from there'],
            marks: after.map(({ mark }) => mark),
          },
        ]
      })
  },
}

function isFromLooker({ event, actor }: Act, trail: TrailView): boolean {
  const facts = trail.actorFacts(actor.key)
  return facts !== null && event.sourceIp !== undefined && isAfterLooking(event.sourceIp, facts, trail)
}
