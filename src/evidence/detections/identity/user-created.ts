import { entryOf } from '../../facts/tallies.js'
import { lastSegment } from '../../record/record-values.js'
import type { Act } from '../act.js'
import type { Sighting } from '../detection.js'
import { textAt } from '../request-values.js'
import { type ActRule, always, type PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { deniedEntity } from './denied-entity.js'
import { grantIn } from './granted-policy.js'

/** A user made. By itself what administrators do every day. ATT&CK T1136.003. */
export const userCreated: ActRule = {
  kind: 'acts',
  id: 'iam-user-created',
  title: 'User created',
  technique: 'T1136.003',
  tactic: 'persistence',
  calls: { iam: 'CreateUser', identitystore: 'CreateUser', 'sso-directory': 'CreateUser' },
  judge: (act) => ({ severity: 'low', what: creationOf(act), subjects: [userOf(act) ?? ''] }),
  many: [{ atLeast: 5, severity: 'medium' }],
}

function userOf(act: Act): string | undefined {
  return textAt(act.request, 'userName') ?? deniedEntity(act)?.name
}

function creationOf(act: Act): string {
  const user = userOf(act)
  if (act.outcome === 'ok')
    return user === undefined ? 'a user created, whose name the record lacks' : `user created: ${user}`
  return user === undefined ? 'a user would have been created' : `user would have been created: ${user}`
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
  find: (trail) => {
    const granted = byUser(trail, 'AttachUserPolicy PutUserPolicy', (act) => isStrong(act, trail))
    const grouped = byUser(trail, 'AddUserToGroup', ({ request }) => /admin/i.test(textAt(request, 'groupName') ?? ''))
    const equipped = byUser(trail, 'CreateAccessKey CreateLoginProfile')
    return trail.actsNamed('iam', 'CreateUser').flatMap((act) => sightingOf(act, { granted, grouped, equipped }))
  },
}

type ByUser = ReadonlyMap<string, readonly Act[]>

/** What succeeded, by the user that it was about: an attacker who makes thousands must not have each compared with all. */
function byUser(trail: TrailView, names: string, isWanted: (act: Act) => boolean = () => true): ByUser {
  const acts = new Map<string, Act[]>()
  for (const act of trail.actsNamed('iam', names)) {
    if (act.outcome === 'ok' && isWanted(act))
      entryOf(acts, nameOf(textAt(act.request, 'userName') ?? ''), none).push(act)
  }
  return acts
}

function none(): Act[] {
  return []
}

/** As `isSame` compares names. */
function nameOf(user: string): string {
  return lastSegment(user).toLowerCase()
}

interface GivenToUsers {
  readonly granted: ByUser
  readonly grouped: ByUser
  readonly equipped: ByUser
}

function isStrong(act: Act, trail: TrailView): boolean {
  const power = grantIn(act, trail)?.power
  return power === 'administrator' || power === 'escalating'
}

/** Of each kind: one name may be made and equipped thousands of times. */
const mostMarks = 50

function sightingOf(created: Act, { granted, grouped, equipped }: GivenToUsers): Sighting[] {
  const user = textAt(created.request, 'userName')
  if (user === undefined || created.outcome !== 'ok') return []
  const name = nameOf(user)
  const [grants = [], groups = [], credentials = []] = [granted, grouped, equipped].map((acts) => acts.get(name))
  if (grants.length + groups.length === 0) return []
  const related = [grants, groups, credentials].flatMap((acts) => acts.slice(0, mostMarks))
  return [
    {
      actorKeys: [created.actor.key],
      severity: credentials.length > 0 ? 'high' : 'medium',
      status: 'succeeded',
      what: `administrator user created: ${user}`,
      why: credentials.length > 0 ? ['it was given a key or a password at once'] : [],
      marks: [created, ...related].map(({ mark }) => mark),
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
