import { UNNAMED_SESSION } from './session-names.js'

const principalArn = /^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:(role|user)\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/
const externalIdPattern = /^[\w+=,.@:/-]{2,1224}$/

/** Whom the roles let in. */
export interface TrustTerms {
  /** Tourniquet's own role or user: one, never an account, never a wildcard. */
  readonly principalArn: string
  /** null only within one account: another account's role without one is open to the confused deputy. */
  readonly externalId: string | null
}

/**
 * What both of Tourniquet's roles should trust: its own principal alone, with the external id, in sessions that are named as
 * it names them. Throws RangeError for anything but one role or user, and for an external id that STS would not take.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function trustPolicyFor({ principalArn: AWS, externalId }: TrustTerms) {
  if (!principalArn.test(AWS)) throw new RangeError(`${AWS} is not the ARN of one role or user.`)
  if (externalId !== null && !externalIdPattern.test(externalId)) {
    throw new RangeError('The external id is 2 to 1,224 letters, digits and + = , . @ : / - _')
  }
  const Condition = {
    ...(externalId === null ? {} : { StringEquals: { 'sts:ExternalId': externalId } }),
    StringLike: { 'sts:RoleSessionName': ['inc_*', `${UNNAMED_SESSION}*`] },
  }
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'TourniquetAlone', Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', Condition }],
  } as const
}
