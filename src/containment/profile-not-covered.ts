import type { Evidence } from '../domain/evidence.js'
import type { AnywhereImpact, Impact } from '../domain/plan.js'
import type { AnywhereImage } from '../domain/roles-anywhere.js'

export interface ProfileCoverage {
  readonly image: AnywhereImage
  readonly impact: Impact
  readonly rolesAnywhere: AnywhereImpact
  readonly evidence: Evidence | null
  readonly madeBy: string | null
  readonly ourArns: readonly string[]
  readonly newcomers: readonly string[]
}

/**
 * What goes on although a profile is turned off, for whoever approves it, with what would stop it. Sources:
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/security_iam_troubleshoot.html#security_iam_troubleshoot-invalidate-session
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export function profileNotCovered(coverage: ProfileCoverage): string[] {
  const { image, newcomers } = coverage
  return [
    ...liveSessions(coverage),
    ...maker(coverage),
    ...anchorsLeftOn(coverage.rolesAnywhere),
    ...otherProfiles(image),
    ...ourselves(coverage),
    'The roles still trust Roles Anywhere: another profile that names them hands them out again.',
    ...(newcomers.length === 0
      ? []
      : [`New in the account, and not looked into by this plan: ${newcomers.join('; ')}.`]),
  ]
}

function liveSessions({
  impact: { sessionsElsewhere },
  rolesAnywhere: { roles },
  evidence,
}: ProfileCoverage): string[] {
  const lasting = 'Sessions that the profile handed out live on until they expire'
  if (evidence === null || evidence.rolesAnywhere === undefined) {
    return [
      `${lasting}; which there are is not known, for no CloudTrail record could be read.`,
      ...blocks(roles.map(({ arn }) => arn)),
    ]
  }
  if (sessionsElsewhere.length === 0) return [`${lasting}; CloudTrail shows none so far, and is minutes late.`]
  const named = sessionsElsewhere.map(({ roleArn, accessKeyId, expiresAt }) => {
    return `${accessKeyId} of ${roleArn} (${expiresAt === null ? 'end unknown' : `until ${expiresAt}`})`
  })
  return [`${lasting}: ${named.join('; ')}.`, ...blocks([...new Set(sessionsElsewhere.map(({ roleArn }) => roleArn))])]
}

/** What a person types: an ARN of a role holds nothing that a shell would take for more. */
function blocks(arns: readonly string[]): string[] {
  const plain = arns.filter((arn) => /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn))
  return plain.length === 0 ? [] : [`To stop those: ${plain.map((arn) => `tourniquet block ${arn}`).join('; ')}.`]
}

function maker({ madeBy }: ProfileCoverage): string[] {
  if (madeBy === null) return ['Who made the profile is not known, and is not blocked by this.']
  const isPlain = /^arn:[\w-]+:(iam|sts)::\d{12}:[\w+=,.@/-]+$/.test(madeBy)
  const how = isPlain ? ` To block it as well: tourniquet block ${madeBy}.` : ''
  return [`Whoever made the profile goes on: ${madeBy}.${how}`]
}

function anchorsLeftOn({ trustAnchors }: AnywhereImpact): string[] {
  const on = trustAnchors.filter(({ enabled, turnedOffBecause }) => enabled && turnedOffBecause === null)
  if (on.length === 0) return []
  const names = on.map(({ name, trustAnchorId }) => `${name} (${trustAnchorId})`)
  return [`Trust anchors that stay on, since others rely on them: ${names.join(', ')}.`]
}

function otherProfiles({ profile, otherProfiles: others }: AnywhereImage): string[] {
  const roles = new Set(profile.roleArns)
  const same = others.filter(({ enabled, roleArns }) => enabled && roleArns.some((arn) => roles.has(arn)))
  if (same.length === 0) return []
  const names = same.map(({ name, profileId }) => `${name} (${profileId})`)
  return [`Other profiles hand out the same roles, and stay on: ${names.join(', ')}.`]
}

/** It may be how we came in: then nothing can be undone by these credentials once they end. */
function ourselves({ image: { profile }, ourArns }: ProfileCoverage): string[] {
  const nameOf = (arn: string) => arn.replace(/^.*:(assumed-)?role\//, '')
  const ours = profile.roleArns.filter((arn) => {
    const name = nameOf(arn).split('/').at(-1)?.toLowerCase()
    return ourArns.some((own) => own.includes(':assumed-role/') && nameOf(own).split('/')[0]?.toLowerCase() === name)
  })
  if (ours.length === 0) return []
  return [
    `This profile hands out a role that Tourniquet itself uses (${ours.join(', ')}): if it came in by this profile, it cannot come in again to undo this.`,
  ]
}
