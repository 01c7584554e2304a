import type { Act } from '../act.js'
import type { Sighting } from '../detection.js'
import { passesOf } from '../execution/role-passes.js'
import type { PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { grantIn } from './granted-policy.js'
import { isSame, targetEntity } from './target-entity.js'

/**
 * Rights gained by a detour: who hands a more powerful role to a function or machine, and code under that role then grants that very
 * actor, or the one whose session it was, what it did not have. The grant is the role’s call, so that only both together tell whose
 * doing it was. ATT&CK T1548.005.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const rightsThroughPassedRole: PatternRule = {
  kind: 'pattern',
  id: 'iam-rights-through-passed-role',
  title: 'Rights gained through a role passed to code',
  technique: 'T1548.005',
  tactic: 'privilege-escalation',
  find: (trail) => grantsByRoles(trail).flatMap((grant) => sightingOf(grant, trail)),
}

const grants = 'AttachUserPolicy PutUserPolicy AttachRolePolicy PutRolePolicy'

function grantsByRoles(trail: TrailView): Act[] {
  return trail.actsNamed('iam', grants).filter(({ actor, outcome }) => actor.type === 'role' && outcome === 'ok')
}

function sightingOf(grant: Act, trail: TrailView): Sighting[] {
  const target = targetEntity(grant)
  const given = grantIn(grant, trail)
  if (target === null || target.isSelf || given === null || given.power === 'ordinary') return []
  const before = passesOf(grant.actor.name, trail).filter(({ mark }) => mark.atMs <= grant.mark.atMs)
  return before.slice(-1).flatMap((pass) => {
    const hands = handsOf(pass, trail)
    const gainer = hands.find(({ type, name }) => type === target.type && isSame(name, target.name))
    if (gainer === undefined) return []
    return [
      {
        actorKeys: hands.map(({ key }) => key),
        severity: given.power === 'wide' ? ('high' as const) : ('critical' as const),
        status: 'succeeded' as const,
        what: `${pass.name} with role ${grant.actor.name}, which then gave ${given.policy} to ${target.type} ${target.name}`,
        why: ['code under the role granted it to whoever put the code there'],
        marks: [pass.mark, grant.mark],
      },
    ]
  })
}

/** Who passed the role, and whose credentials obtained the session that did. */
function handsOf({ actor, event }: Act, trail: TrailView) {
  const { accessKeyId } = event.actor
  const obtainedBy = accessKeyId === undefined ? undefined : obtainersIn(trail).get(accessKeyId)
  const behind = obtainedBy === undefined ? null : trail.actor(obtainedBy)
  return behind === null || behind.key === actor.key ? [actor] : [actor, behind]
}

/** Asked for once a grant, so they are kept. */
const obtainers = new WeakMap<TrailView, ReadonlyMap<string, string>>()

/** The first who obtained each credential (`Actor.key`), by the key's id. */
function obtainersIn(trail: TrailView): ReadonlyMap<string, string> {
  const known = obtainers.get(trail)
  if (known !== undefined) return known
  const first = new Map<string, string>()
  trail.facts.scope.mints.forEach(({ kind, accessKeyId, actorKey }) => {
    if (kind !== 'accessKey' && !first.has(accessKeyId)) first.set(accessKeyId, actorKey)
  })
  obtainers.set(trail, first)
  return first
}
