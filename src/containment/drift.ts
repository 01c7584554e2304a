import type { Drift } from '../domain/plan.js'
import { canonicalPolicy } from './policy-text.js'
import type { PreImage } from './pre-image.js'

/**
 * What differs between the pre-image and the role now, apart from our own policies: sorted, one entry a thing, with the
 * texts as IAM gave them. Policies compare by meaning. Nothing here is ever undone: a restore removes our writes only,
 * and shows this to whoever approves it.
 */
export function driftSince(
  preImage: PreImage,
  now: Omit<PreImage, 'takenAt'>,
  { ignoring }: { ignoring: readonly string[] },
): Drift[] {
  const before = factsOf(preImage, ignoring)
  const after = factsOf(now, ignoring)
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((what) => ({ what, before: before.get(what) ?? null, now: after.get(what) ?? null }))
    .filter((drift) => !isSame(drift))
}

/** The role as named texts, so that additions, removals and changes are one comparison. */
function factsOf(role: Omit<PreImage, 'takenAt'>, ignoring: readonly string[]): Map<string, string> {
  const inline = role.inlinePolicies.filter(({ name }) => !ignoring.includes(name))
  return new Map([
    ...inline.map(({ name, document }) => [`inline policy ${name}`, document] as const),
    ...role.attachedPolicies.map((arn) => [`attached policy ${arn}`, arn] as const),
    ...role.tags.map(({ key, value }) => [`tag ${key}`, value] as const),
    ...(role.permissionsBoundaryArn === null ? [] : [['permissions boundary', role.permissionsBoundaryArn] as const]),
    ['trust policy', role.trustPolicy],
    ['maximum session duration, seconds', String(role.maxSessionDurationSeconds)],
    ['path', role.entity.path],
    ['unique id', role.entity.uniqueId],
  ])
}

function isSame({ what, before, now }: Drift): boolean {
  if (before === now) return true
  const isPolicy = what === 'trust policy' || what.startsWith('inline policy ')
  if (!isPolicy || before === null || now === null) return false
  const canonical = canonicalPolicy(before)
  return canonical !== null && canonical === canonicalPolicy(now)
}
