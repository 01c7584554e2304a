import type { Act } from '../detections/act.js'
import { grantIn, gravityOf } from '../detections/identity/granted-policy.js'
import { ownProviders } from '../detections/identity/own-provider.js'
import { trustGravity } from '../detections/identity/role-created.js'
import { admittedBy } from '../detections/policy/admitted-by.js'
import { policyDocument } from '../detections/policy/policy-document.js'
import { textAt, textsUnder } from '../detections/request-values.js'
import { isAtLeast } from '../detections/severity.js'
import type { TrailView } from '../detections/trail-view.js'
import type { Actor } from '../facts/trail-facts.js'
import { lastSegment } from '../record/record-values.js'
import { actorOfArn } from '../sessions/actor-of-arn.js'
import { describeBriefly } from './describe-actor.js'

export type WayInKind = 'created' | 'grant' | 'trust' | 'accessKey' | 'password'

/** One call by which `parent` made `child`, gave it strong rights, or let others act as it. */
export interface WayIn {
  readonly kind: WayInKind
  /** `Actor.key` of both. */
  readonly parent: string
  readonly child: string
  /** `user helper`: the child may never have called. */
  readonly childName: string
  readonly atMs: number
  readonly eventId: string
  readonly eventName: string
  readonly sourceIp: string | null
  /** Of a key that was made; null otherwise. */
  readonly accessKeyId: string | null
}

const iamCalls: ReadonlyMap<string, WayInKind> = new Map([
  ['CreateUser', 'created'],
  ['CreateRole', 'created'],
  ['AttachUserPolicy', 'grant'],
  ['PutUserPolicy', 'grant'],
  ['AttachRolePolicy', 'grant'],
  ['PutRolePolicy', 'grant'],
  ['AddUserToGroup', 'grant'],
  ['UpdateAssumeRolePolicy', 'trust'],
  ['CreateAccessKey', 'accessKey'],
  ['CreateLoginProfile', 'password'],
  ['UpdateLoginProfile', 'password'],
])

/** A profile of Roles Anywhere lets the holders of certificates be the roles that it names. */
const profileCalls = ['CreateProfile', 'UpdateProfile']

/** Ways into other entities that calls of the scope opened and that succeeded, oldest first; one's own are left out. */
export function waysInOf(trail: TrailView): WayIn[] {
  const opening = trail.acts.filter((act) => act.outcome === 'ok' && mayOpen(act))
  if (opening.length === 0) return []
  const ways = opening.flatMap((act) => waysOf(act, trail))
  const strong = new Set(ways.flatMap(({ kind, child }) => (kind === 'grant' ? [child] : [])))
  const tame = new Set(opening.filter((act) => isForOwnUse(act, trail)).map(({ mark }) => mark.eventId))
  return ways.filter(({ eventId, child }) => !tame.has(eventId) || strong.has(child))
}

function mayOpen({ service, name }: Act): boolean {
  return service === 'rolesanywhere' ? profileCalls.includes(name) : service === 'iam' && iamCalls.has(name)
}

/** Roles for machines and for the own account are made by every rollout; only what they may do can make them a back door. */
function isForOwnUse({ name, event, request }: Act, { accounts }: TrailView): boolean {
  if (name !== 'CreateRole') return false
  const document = policyDocument(request.assumeRolePolicyDocument)
  if (document === null) return true
  const admitted = admittedBy(document, { accountId: event.accountId, accounts })
  return !isAtLeast(trustGravity(admitted)[0], 'medium')
}

function waysOf(act: Act, trail: TrailView): WayIn[] {
  if (act.service === 'rolesanywhere') {
    return textsUnder(act.request, 'roleArns').flatMap((arn) => wayInto(act, 'trust', actorOfArn(arn)))
  }
  const kind = iamCalls.get(act.name)
  if (kind === undefined || !isOpening(act, kind, trail)) return []
  return wayInto(act, kind, targetOf(act))
}

function isOpening(act: Act, kind: WayInKind, trail: TrailView): boolean {
  if (act.name === 'AddUserToGroup') return isStrongGroup(textAt(act.request, 'groupName') ?? '', trail)
  if (kind === 'grant') {
    const grant = grantIn(act, trail)
    return grant !== null && isAtLeast(gravityOf(grant), 'high')
  }
  return kind !== 'trust' || letsPeopleIn(act, trail)
}

/** By its name, or by what the log shows it to be given: what it had before no record tells. */
function isStrongGroup(group: string, trail: TrailView): boolean {
  if (/admin/i.test(group)) return true
  const strong = strongGroups.get(trail) ?? strongGroupsIn(trail)
  strongGroups.set(trail, strong)
  return strong.has(group.toLowerCase())
}

/** Asked for once a user, so they are kept. */
const strongGroups = new WeakMap<TrailView, ReadonlySet<string>>()

function strongGroupsIn(trail: TrailView): ReadonlySet<string> {
  const given = trail.actsNamed('iam', 'AttachGroupPolicy PutGroupPolicy').filter((act) => {
    const grant = act.outcome === 'ok' ? grantIn(act, trail) : null
    return grant !== null && isAtLeast(gravityOf(grant), 'high')
  })
  return new Set(given.map(({ request }) => (textAt(request, 'groupName') ?? '').toLowerCase()))
}

/** Services alone are how a role is meant to be used. */
function letsPeopleIn(act: Act, trail: TrailView): boolean {
  const document = policyDocument(act.request.policyDocument)
  if (document === null) return false
  const { everyone, outside, siblings, own, providers, unboundProviders, services } = admittedBy(document, {
    accountId: act.event.accountId,
    accounts: trail.accounts,
  })
  const ofCaller = ownProviders(providers, act, trail)
  const named = outside.length + siblings.length + own.length + unboundProviders.length + ofCaller.length
  return everyone || named > 0 || services.includes('rolesanywhere.amazonaws.com')
}

function targetOf({ event, request, response, actor }: Act): Actor | null {
  const user = event.created?.userName ?? textAt(request, 'userName') ?? textAt(response, 'user.userName')
  const role = textAt(request, 'roleName') ?? textAt(response, 'role.roleName')
  const account = event.accountId ?? actor.accountId
  if (user !== undefined) return actorOfArn(`arn:aws:iam::${account}:user/${lastSegment(user)}`)
  return role === undefined ? null : actorOfArn(`arn:aws:iam::${account}:role/${lastSegment(role)}`)
}

function wayInto({ event, actor, name, mark }: Act, kind: WayInKind, child: Actor | null): WayIn[] {
  if (child === null || child.key === actor.key) return []
  const accessKeyId = kind === 'accessKey' ? (event.created?.accessKeyId ?? null) : null
  const sourceIp = event.sourceIp ?? null
  const named = { child: child.key, childName: describeBriefly(child) }
  return [{ kind, parent: actor.key, ...named, ...mark, eventName: name, sourceIp, accessKeyId }]
}
