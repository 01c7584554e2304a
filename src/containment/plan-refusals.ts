import { managedDenyAllArn } from './document.js'
import type { PreImage } from './pre-image.js'
import { managedPolicyLimit, type QuotaCheck } from './quota.js'

/** Why there is no plan, and what a person can do instead. */
export interface PlanRefusal {
  readonly ok: false
  readonly reason: string
  readonly alternative: string
}

/** The wording of every refusal of planning. Names in it come from IAM: escape them where they are shown. */
export const planRefusals = {
  replaced: ({ entity }: PreImage, now: string) =>
    refuse(
      `The ${entity.type} was replaced while it was read: ${entity.uniqueId} before, ${now} now.`,
      'Look into who deleted and re-created it, then plan again.',
    ),
  nameTaken: ({ entity }: PreImage, name: string) =>
    refuse(
      `The ${entity.type} already has an inline policy "${name}", and a put would overwrite it.`,
      'Plan again: without a literal policy name in the configuration each containment has a name of its own.',
    ),
  noPolicyName: (name: string) =>
    refuse(
      `${JSON.stringify(name)} is no policy name that IAM takes.`,
      'Correct the policy name in the configuration, or leave it out: each block is then named after its containment.',
    ),
  denialDoesNotFit: ({ entity, attachedPolicies }: PreImage, room: QuotaCheck) =>
    refuse(
      `The block does not fit: ${describe(room)}, and ${attachedPolicies.length} of ${managedPolicyLimit} managed ` +
        'policies are attached.',
      `Shorten an inline policy or detach a managed one, or attach ${managedDenyAllArn(entity.partition)} by hand.` +
        ' An SCP that denies everything to the principal needs no room on it.',
    ),
  policyDoesNotFit: ({ entity }: PreImage, room: QuotaCheck) =>
    refuse(
      `The block does not fit: ${describe(room)}.`,
      `Contain the whole ${entity.type} (mode deny-all), which needs less room, or shorten an inline policy.`,
    ),
  deniedAlready: ({ entity }: PreImage, arn: string) =>
    refuse(
      `The ${entity.type} is already denied by AWSDenyAll, which is not ours (${arn}), and an inline block does not fit.`,
      'Find out who attached it and keep it attached; shorten an inline policy if a block of our own is wanted.',
    ),
  profileOff: ({ entity }: PreImage) =>
    refuse(
      `Nothing is left to do: the profile "${entity.name}" is disabled already, and no trust anchor came along with it.`,
      'Sessions that it handed out go on until they expire: block the roles that they are of.',
    ),
  noProfile: ({ entity }: PreImage) =>
    refuse(`"${entity.name}" is no Roles Anywhere profile.`, 'Name the profile by its ARN, and plan again.'),
  nothingToDo: ({ entity }: PreImage) =>
    refuse(
      `Nothing is left to do: the ${entity.type} has no active access keys, and the configuration asks for no denial.`,
      'Add deny-all or revoke-sessions to the modes of the configuration: temporary credentials may be alive.',
    ),
} as const

function refuse(reason: string, alternative: string): PlanRefusal {
  return { ok: false, reason, alternative }
}

function describe({ used, needs, limit }: QuotaCheck): string {
  return `inline policies use ${used} of ${limit} characters, and it needs ${needs}`
}
