import type { Sighting } from '../detection.js'
import { textAt } from '../request-values.js'
import { type ActRule, always, type PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { grantIn } from './granted-policy.js'
import { isSame } from './target-entity.js'

/** A user made. By itself what administrators do every day. ATT&CK T1136.003. */
export const userCreated: ActRule = {
  kind: 'acts',
  id: 'iam-user-created',
  title: 'User created',
  technique: 'T1136.003',
  tactic: 'persistence',
  calls: { iam: 'CreateUser', identitystore: 'CreateUser', 'sso-directory': 'CreateUser' },
  judge: (act) => ({
    severity: 'low',
    what: `user created: ${textAt(act.request, 'userName') ?? 'unnamed'}`,
  }),
  many: [{ atLeast: 5, severity: 'medium' }],
}

/**
 * A user made, given every right, and a key or a password to go with it, by the same actor: the administrator that an attacker leaves
 * behind. ATT&CK T1136.003 and T1098.003.
 */
export const adminUserCreated: PatternRule = {
  kind: 'pattern',
  id: 'iam-admin-user-created',
  title: 'Administrator user created',
  technique: 'T1136.003',
  tactic: 'persistence',
  find: (trail) => trail.actsNamed('iam', 'CreateUser').flatMap((act) => sightingOf(act, trail)),
}

function sightingOf(created: ReturnType<TrailView['actsNamed']>[number], trail: TrailView): Sighting[] {
  const user = textAt(created.request, 'userName')
  if (user === undefined || created.outcome !== 'ok') return []
  const about = (service: string, names: string) =>
    trail
      .actsNamed(service, names)
      .filter(({ request, outcome }) => outcome === 'ok' && isSame(textAt(request, 'userName') ?? '', user))
  const grants = about('iam', 'AttachUserPolicy PutUserPolicy').filter((act) => {
    const power = grantIn(act, trail)?.power
    return power === 'administrator' || power === 'escalating'
  })
  const groups = about('iam', 'AddUserToGroup').filter(({ request }) =>
    /admin/i.test(textAt(request, 'groupName') ?? ''),
  )
  const credentials = about('iam', 'CreateAccessKey CreateLoginProfile')
  if (grants.length + groups.length === 0) return []
  return [
    {
      actorKeys: [created.actor.key],
      severity: credentials.length > 0 ? 'high' : 'medium',
      status: 'succeeded',
      what: `administrator user created: ${user}`,
      why: credentials.length > 0 ? ['it was given a key or a password at once'] : [],
      marks: [created, ...grants, ...groups, ...credentials].map(({ mark }) => mark),
    },
  ]
}

/** Everybody who is in a group gains what the group has. ATT&CK T1098.007, additional local or domain groups. */
export const userAddedToGroup: ActRule = {
  kind: 'acts',
  id: 'iam-user-added-to-group',
  title: 'User added to a group',
  technique: 'T1098.007',
  tactic: 'privilege-escalation',
  calls: { iam: 'AddUserToGroup', identitystore: 'CreateGroupMembership', 'sso-directory': 'AddMemberToGroup' },
  judge: always('low'),
}
