import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'

/**
 * What a step was about. `signIn`; `credential` a key or session was issued or changed; `identity` who may do what;
 * `monitoring` who watches; `secret` secrets, parameters and keys; `compute` what runs; `data` where data lies and goes;
 * `network`; `other`.
 */
export type TimelineKind =
  | 'signIn'
  | 'credential'
  | 'identity'
  | 'monitoring'
  | 'secret'
  | 'compute'
  | 'data'
  | 'network'
  | 'other'

const services: readonly (readonly [kind: TimelineKind, names: string])[] = [
  ['signIn', 'signin'],
  ['credential', 'sts'],
  ['identity', 'iam organizations sso sso-directory identitystore rolesanywhere account ram'],
  ['monitoring', 'cloudtrail guardduty config securityhub access-analyzer macie2 inspector2 detective'],
  ['monitoring', 'logs monitoring cloudwatch events route53resolver'],
  ['secret', 'secretsmanager kms'],
  ['compute', 'ec2 lambda ecs eks ssm ec2-instance-connect cloudformation lightsail autoscaling'],
  ['compute', 'sagemaker bedrock codebuild batch'],
  ['data', 's3 rds dynamodb redshift glacier backup ecr elasticfilesystem es opensearch'],
  ['network', 'route53 elasticloadbalancing cloudfront wafv2 network-firewall directconnect'],
]

const bySource: ReadonlyMap<string, TimelineKind> = new Map(
  services.flatMap(([kind, names]) => names.split(' ').map((name) => [`${name}.amazonaws.com`, kind] as const)),
)

/** Calls that are about something else than their service is. */
const byCall: readonly (readonly [RegExp, TimelineKind])[] = [
  [
    /AccessKey|LoginProfile|ServiceSpecificCredential|MFADevice|SigningCertificate|SSHPublicKey$|^CreateSession$/,
    'credential',
  ],
  [/FlowLogs/, 'monitoring'],
  [/Snapshot|Volume|^(Modify|Copy|Export)Image|BucketPolicy/, 'data'],
  [/SecurityGroup|NetworkAcl|Route|Vpc|Gateway|Subnet/, 'network'],
  [/PasswordData|Parameter/, 'secret'],
]

export function timelineKindOf({ eventSource, eventName }: CloudTrailEvent): TimelineKind {
  const kind = bySource.get(eventSource) ?? 'other'
  const special = byCall.find(([pattern]) => pattern.test(eventName))?.[1]
  return isPlain(kind) && special !== undefined ? special : kind
}

/** Sign-ins, sessions and monitoring stay what they are, whatever the call's name has in it. */
function isPlain(kind: TimelineKind): boolean {
  return kind === 'identity' || kind === 'compute' || kind === 'data' || kind === 'other'
}
