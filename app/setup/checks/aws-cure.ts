import type { AwsError } from '../../../src/domain/aws-error.js'

/** What to do about a call to AWS that failed. */
export function awsCure({ kind, code, operation }: AwsError, roleArn: string | null): string {
  // AWS answers a wrong clock with a refused signature.
  if (/Signature|Expired|Skew/i.test(code)) {
    return "Set this machine's clock (NTP): more than 5 minutes off, every signature is refused. Else renew the credentials."
  }
  if (operation === 'sts:AssumeRole') {
    return `Let the credentials assume it: tourniquet iam-policy --base --role ${roleArn ?? 'ARN'} for them, and --trust for that role, with its external id (externalId).`
  }
  switch (kind) {
    case 'accessDenied':
      return `Allow ${operation}: tourniquet iam-policy prints the policy that is needed${roleArn === null ? '' : ` on ${roleArn}`}.`
    case 'credentials':
      return 'Give the AWS SDK credentials that work: AWS_PROFILE, AWS_ACCESS_KEY_ID, or the role of the instance or task.'
    case 'throttled':
      return 'Try again in a minute: AWS limits how often it is asked, and shares the limit with everybody in the account.'
    default:
      return 'Check the network, proxy and endpoint (AWS_ENDPOINT_URL) on the way to AWS, and try again.'
  }
}
