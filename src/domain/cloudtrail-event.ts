import { z } from 'zod'

/**
 * One CloudTrail record, reduced to what rules here read; everything is optional in the wild except the first four.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const cloudTrailEventSchema = z.object({
  eventId: z.string(),
  eventTime: z.iso.datetime(),
  eventSource: z.string(),
  eventName: z.string(),
  region: z.string().optional(),
  accountId: z.string().optional(),
  /** `AwsApiCall`, `AwsServiceEvent`, `AwsConsoleSignIn`… */
  eventType: z.string().optional(),
  /** The same in the records of all accounts that one call touched. */
  sharedEventId: z.string().optional(),
  sourceIp: z.string().optional(),
  userAgent: z.string().optional(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  readOnly: z.boolean().optional(),
  actor: z.object({
    type: z.string().optional(),
    arn: z.string().optional(),
    principalId: z.string().optional(),
    accessKeyId: z.string().optional(),
    /** The role behind a session, with its path. */
    issuerArn: z.string().optional(),
    issuerId: z.string().optional(),
    /** `Role`, `User`, `Root`: whose permissions a session has. */
    issuerType: z.string().optional(),
    /** When the session's credentials were issued: what `aws:TokenIssueTime` compares. */
    sessionIssuedAt: z.iso.datetime().optional(),
    userName: z.string().optional(),
    invokedBy: z.string().optional(),
    accountId: z.string().optional(),
    /** Stays the same along a chain of roles: the strongest sign of the person behind it. */
    sourceIdentity: z.string().optional(),
    mfa: z.boolean().optional(),
    /** The SAML or OIDC provider of a federated session. */
    identityProvider: z.string().optional(),
    /** The session's credentials came from an instance's metadata service ('1.0' or '2.0'). */
    ec2RoleDelivery: z.string().optional(),
    /** Identity Center: the user on whose behalf a session acts. */
    onBehalfOfUserId: z.string().optional(),
  }),
  /** Temporary credentials that this call handed out (AssumeRole and its like); the secret parts are never read. */
  issued: z
    .object({
      /** By what way: `other` for operations that are not known here and answer with credentials all the same. */
      kind: z.enum([
        'assumeRole',
        'saml',
        'webIdentity',
        'sessionToken',
        'federationToken',
        'rolesAnywhere',
        'root',
        'other',
      ]),
      accessKeyId: z.string(),
      /** AROA…:session. */
      assumedRoleId: z.string().optional(),
      sourceIdentity: z.string().optional(),
      /** The SAML or OIDC provider, or the Roles Anywhere trust anchor. */
      provider: z.string().optional(),
      expiresAt: z.iso.datetime().optional(),
      roleArn: z.string().optional(),
      sessionName: z.string().optional(),
    })
    .optional(),
  /** What this call made in IAM: a user, a role or a long-term key (its `name` is the key id, `userName` whose it is). */
  created: z
    .object({
      kind: z.enum(['user', 'role', 'accessKey']),
      name: z.string(),
      accessKeyId: z.string().optional(),
      userName: z.string().optional(),
    })
    .optional(),
  /** What the call was about: the role assumed, the user changed; what the record names first where it names several. */
  target: z.object({ type: z.string(), name: z.string(), arn: z.string().optional() }).optional(),
  requestParameters: z.record(z.string(), z.json()).optional(),
  /** Without secrets. */
  responseElements: z.record(z.string(), z.json()).optional(),
  additionalEventData: z.record(z.string(), z.json()).optional(),
})
export type CloudTrailEvent = z.infer<typeof cloudTrailEventSchema>
