import type { Drift, PlannedWrite } from '../domain/plan.js'
import { canonicalPolicy } from './policy-text.js'
import type { PreImage } from './pre-image.js'

/** What of a difference is our own doing: policies by name or ARN, keys, profiles and trust anchors by id. */
export interface OwnTraces {
  readonly policyNames: readonly string[]
  readonly policyArns: readonly string[]
  readonly accessKeyIds: readonly string[]
  /** Of Roles Anywhere. */
  readonly profileIds: readonly string[]
  readonly trustAnchorIds: readonly string[]
}

/** The traces that these writes leave. */
export function tracesOf(writes: readonly PlannedWrite[]): OwnTraces {
  return {
    policyNames: writes.flatMap((write) => ('policyName' in write ? [write.policyName] : [])),
    policyArns: writes.flatMap((write) => ('policyArn' in write ? [write.policyArn] : [])),
    accessKeyIds: writes.flatMap((write) => ('accessKeyId' in write ? [write.accessKeyId] : [])),
    profileIds: writes.flatMap((write) => ('profileId' in write ? [write.profileId] : [])),
    trustAnchorIds: writes.flatMap((write) => ('trustAnchorId' in write ? [write.trustAnchorId] : [])),
  }
}

/**
 * What differs between the pre-image and the entity now, apart from what we wrote: sorted, one entry a thing, with the
 * texts as IAM gave them. Policies compare by meaning. A key that we turned off is shown where it is not as we left it.
 * Nothing here is ever undone: a restore takes back our writes only, and shows this to whoever approves it.
 */
export function driftSince(preImage: PreImage, now: PreImage, ours: OwnTraces): Drift[] {
  const before = factsOf(preImage, now, ours)
  const after = factsOf(now, preImage, ours)
  const differences = [...new Set([...before.keys(), ...after.keys()])]
    .map((what) => ({ what, before: before.get(what) ?? null, now: after.get(what) ?? null }))
    .filter((drift) => !isSame(drift))
  return [...differences, ...keysNotAsLeft(now, ours), ...anchorsNotAsLeft(now, ours)].sort((a, b) =>
    a.what < b.what ? -1 : a.what > b.what ? 1 : 0,
  )
}

/** The entity as named texts, so that additions, removals and changes are one comparison. */
function factsOf(image: PreImage, other: PreImage, ours: OwnTraces): Map<string, string> {
  const { permissionsBoundaryArn, trustPolicy, maxSessionDurationSeconds, entity } = image
  const inline = image.inlinePolicies.filter(({ name }) => !ours.policyNames.includes(name))
  const attached = image.attachedPolicies.filter((arn) => !ours.policyArns.includes(arn))
  return new Map([
    ...inline.map(({ name, document }) => [`inline policy ${name}`, document] as const),
    ...attached.map((arn) => [`attached policy ${arn}`, arn] as const),
    ...image.tags.map(({ key, value }) => [`tag ${key}`, value] as const),
    ...fact('permissions boundary', permissionsBoundaryArn),
    ...fact('trust policy', trustPolicy),
    ...fact('maximum session duration, seconds', maxSessionDurationSeconds),
    ...fact('path', entity.path),
    ...fact('unique id', entity.uniqueId),
    ...userFacts(image, other, ours),
    ...anywhereFacts(image, ours),
    ...(image.members ?? []).map(({ name, uniqueId }) => [`member ${name}`, uniqueId] as const),
  ])
}

/** What one of both images could not tell is no difference. */
function userFacts(image: PreImage, other: PreImage, ours: OwnTraces): (readonly [string, string])[] {
  const { accessKeys, groups, consoleAccess } = image
  const keys = other.accessKeys === null ? [] : (accessKeys ?? [])
  const password = other.consoleAccess === null || consoleAccess === null ? null : consoleAccess ? 'yes' : 'no'
  return [
    ...keys
      .filter(({ accessKeyId }) => !ours.accessKeyIds.includes(accessKeyId))
      .map(({ accessKeyId, status }) => [`access key ${accessKeyId}`, status] as const),
    ...(other.groups === null ? [] : (groups ?? [])).map((name) => [`group ${name}`, name] as const),
    ...fact('console password', password),
  ]
}

function fact(what: string, value: string | number | null): (readonly [string, string])[] {
  return value === null ? [] : [[what, String(value)]]
}

function keysNotAsLeft({ accessKeys }: PreImage, { accessKeyIds }: OwnTraces): Drift[] {
  if (accessKeys === null) return []
  const status = new Map(accessKeys.map((key) => [key.accessKeyId, key.status]))
  return accessKeyIds
    .map((id) => ({ what: `access key ${id}, turned off by us`, before: 'Inactive', now: status.get(id) ?? null }))
    .filter(({ now }) => now !== 'Inactive')
}

/** Whether the profile is on is told by its own conflict where it is ours, and here where it is not. */
function anywhereFacts({ rolesAnywhere }: PreImage, ours: OwnTraces): (readonly [string, string])[] {
  if (rolesAnywhere === undefined) return []
  const { profile, trustAnchors, otherProfiles } = rolesAnywhere
  const state = (enabled: boolean) => (enabled ? 'enabled' : 'disabled')
  return [
    ...fact('profile name', profile.name),
    ...fact('profile roles', profile.roleArns.join(', ')),
    ...fact('profile session policy', profile.sessionPolicy),
    ...fact('profile managed policies', profile.managedPolicyArns.join(', ')),
    ...fact('profile session duration, seconds', profile.durationSeconds),
    ...fact('profile requires instance properties', profile.requireInstanceProperties ? 'yes' : 'no'),
    ...(ours.profileIds.includes(profile.profileId) ? [] : fact('profile state', state(profile.enabled))),
    ...trustAnchors.flatMap(({ trustAnchorId, name, enabled, sourceMark }) => [
      ...(ours.trustAnchorIds.includes(trustAnchorId) ? [] : fact(`trust anchor ${trustAnchorId}`, state(enabled))),
      ...fact(`trust anchor ${trustAnchorId} name and authority`, `${name}: ${sourceMark}`),
    ]),
    ...otherProfiles.flatMap(({ profileId, name, enabled, roleArns }) =>
      fact(`other profile ${profileId}`, `${name}, ${state(enabled)}: ${[...roleArns].sort().join(', ')}`),
    ),
  ]
}

function anchorsNotAsLeft({ rolesAnywhere }: PreImage, { trustAnchorIds }: OwnTraces): Drift[] {
  if (rolesAnywhere === undefined) return []
  const enabled = new Map(rolesAnywhere.trustAnchors.map((anchor) => [anchor.trustAnchorId, anchor.enabled]))
  return trustAnchorIds.flatMap((id) => {
    const what = `trust anchor ${id}, turned off by us`
    const now = enabled.get(id)
    return now === false ? [] : [{ what, before: 'disabled', now: now === undefined ? null : 'enabled' }]
  })
}

function isSame({ what, before, now }: Drift): boolean {
  if (before === now) return true
  const isPolicy = what === 'trust policy' || what.startsWith('inline policy ')
  if (!isPolicy || before === null || now === null) return false
  const canonical = canonicalPolicy(before)
  return canonical !== null && canonical === canonicalPolicy(now)
}
