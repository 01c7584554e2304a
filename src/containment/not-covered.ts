import { assertNever } from '../domain/assert-never.js'
import type { Evidence } from '../domain/evidence.js'
import type { ContainMode, Impact } from '../domain/plan.js'
import { type IamEntityType, iamEntity } from '../domain/principal.js'
import { otherDenials } from './other-denials.js'
import type { PreImage } from './pre-image.js'
import { siblingSentence } from './sibling-sessions.js'

/** What the sentences depend on. */
export interface CoverageInput {
  readonly preImage: PreImage
  readonly evidence: Evidence | null
  readonly modes: readonly ContainMode[]
  readonly impact: Impact
  readonly sessionName: string | null
  /** Users and roles that came into being shortly before. */
  readonly newcomers: readonly string[]
}

/**
 * What goes on in spite of a block, for whoever approves it: a block that is taken for more than it is does harm. Sources:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function notCovered(input: CoverageInput): string[] {
  const { preImage, impact } = input
  const { type } = iamEntity(preImage.entity)
  return [
    ...(input.modes.includes('deny-all') ? afterDenyAll(type, impact) : afterLess(input)),
    otherRoles(type, impact),
    'sts:GetCallerIdentity and sts:GetSessionToken answer in spite of any policy, and change nothing.',
    'Running compute and open data connections (SSM, database, Kubernetes sessions) stay open until they are closed.',
    'Other principals, access keys and roles that the attacker may have made or taken are not touched.',
    ...strangers(input.newcomers),
    ...instances(input),
    ...evidenceGaps(input.evidence),
    ...otherDenials(preImage, []),
  ]
}

function strangers(newcomers: readonly string[]): string[] {
  if (newcomers.length === 0) return []
  return [`New in the account, and not looked into by this plan: ${newcomers.join('; ')}.`]
}

function afterDenyAll(type: IamEntityType, { members, consoleAccess }: Impact): string[] {
  const publicAccess = `What is public needs no credentials. Resource policies that allow this ${type} do not help it: an explicit deny wins.`
  switch (type) {
    case 'role':
      return [
        'The role can still be assumed: its trust policy is not touched. New sessions are issued, and then denied.',
        publicAccess,
      ]
    case 'user':
      return [
        ...(consoleAccess === true ? ['The console password still signs the user in: it is then denied.'] : []),
        'Credentials for single services (CodeCommit, Keyspaces, Bedrock) are not turned off.',
        publicAccess,
      ]
    case 'group':
      return [
        `The members (${members.join(', ') || 'none'}) are denied while they are members: one who leaves the group is not.`,
        'Roles that a member assumes are not denied with the group.',
      ]
    default:
      return assertNever(type, 'entity type')
  }
}

/** What each mode that is less than a denial of everything leaves open. */
function afterLess(input: CoverageInput): string[] {
  const { type } = input.preImage.entity
  const isUser = type === 'user'
  return input.modes.flatMap((mode) => {
    switch (mode) {
      case 'deny-session':
        return [
          ...siblingsOf(input),
          `Only the session ${input.sessionName} is denied: whoever may assume the role opens another under another name.`,
          'Other sessions of the role go on.',
        ]
      case 'revoke-sessions':
        return isUser
          ? [revokedUser]
          : [
              `Only sessions that are older than the block are denied: whoever may assume the ${type} again gets one that works.`,
            ]
      case 'disable-keys':
        return survivingKeys(input)
      case 'deny-all':
      case 'disable-profile':
      case 'disable-trust-anchors':
        return []
      default:
        return assertNever(mode, 'mode')
    }
  })
}

/** First of all: whoever is to be stopped has another one at hand. */
function siblingsOf({ evidence, modes }: CoverageInput): string[] {
  const told = evidence === null || modes.includes('revoke-sessions') ? null : siblingSentence(evidence)
  return told === null ? [] : [`${told} They go on.`]
}

const revokedUser =
  'Only temporary credentials that are older than the block are denied: access keys and the console password go on working.'

function survivingKeys({ modes, impact }: CoverageInput): string[] {
  const isRevoked = modes.includes('revoke-sessions')
  return [
    ...(isRevoked
      ? []
      : [
          'Turning keys off does not stop temporary credentials that they were used for: session tokens and federated sessions (GetFederationToken, also in the console) live on for up to 36 hours.',
        ]),
    ...(impact.consoleAccess === false
      ? []
      : ['Turning keys off does not stop the console: a password goes on working.']),
  ]
}

function otherRoles(type: IamEntityType, { sessionsElsewhere }: Impact): string {
  const count = sessionsElsewhere.length
  const seen = count === 0 ? '' : ` ${count} may be alive: ${sessionsElsewhere.map(describeElsewhere).join('; ')}.`
  const whose = type === 'group' ? 'its members' : `this ${type}`
  return `Sessions that ${whose} already opened in other roles live on until they expire.${seen}`
}

function describeElsewhere({ roleArn, accessKeyId, expiresAt }: Impact['sessionsElsewhere'][number]): string {
  return `${accessKeyId} of ${roleArn || 'an unknown identity'} (${expiresAt === null ? 'end unknown' : `until ${expiresAt}`})`
}

/** An instance is a session of its own, which gets new credentials again and again. */
function instances({ impact: { instanceProfiles }, modes }: CoverageInput): string[] {
  if (instanceProfiles.length === 0) return []
  const names = instanceProfiles.join(', ')
  if (modes.includes('deny-all')) return [`Instances with ${names} go on running, without access to AWS.`]
  return modes.includes('revoke-sessions') ? [`Instances with ${names} are denied until they get new credentials.`] : []
}

/** Long-term keys have no end, so none is missing. */
function evidenceGaps(evidence: Evidence | null): string[] {
  if (evidence === null) return ['No CloudTrail evidence could be read: how many sessions are alive is not known.']
  const unknown = evidence.sessions.filter(
    ({ alive, accessKeyId }) => alive === null && !accessKeyId.startsWith('AKIA'),
  )
  if (unknown.length === 0) return []
  return [`No record shows how long ${unknown.length} of the sessions live.`]
}
