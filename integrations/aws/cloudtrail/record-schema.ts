import { z } from 'zod'
import { jsonSchema } from '../../../src/domain/canonical-json.js'

/** In the wild any field may be null, empty, of another type or cut off: it is then taken as absent. */
const text = z.string().min(1).optional().catch(undefined)
const part = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).optional().catch(undefined)

const credentials = part({ accessKeyId: text, expiration: text })
const assumedRoleUser = part({ arn: text })

/**
 * A CloudTrail record as far as it is read here. Only the first four fields must be there.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 *
 * @example {"eventVersion": "1.08", "eventID": "04c8…", "eventTime": "2026-03-01T10:00:00Z",
 *   "eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "awsRegion": "us-east-1",
 *   "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ana", "accessKeyId": "AKIA…"},
 *   "requestParameters": {"roleArn": "arn:aws:iam::111122223333:role/ci", "roleSessionName": "build"},
 *   "responseElements": {"credentials": {"accessKeyId": "ASIA…", "expiration": "Mar 1, 2026, 11:00:00 AM"}}}
 */
export const recordSchema = z.object({
  eventID: text,
  eventTime: z.string(),
  eventSource: z.string().min(1),
  eventName: z.string().min(1),
  awsRegion: text,
  recipientAccountId: text,
  sourceIPAddress: text,
  userAgent: text,
  errorCode: text,
  errorMessage: text,
  readOnly: z.boolean().optional().catch(undefined),
  userIdentity: part({
    type: text,
    arn: text,
    principalId: text,
    accessKeyId: text,
    accountId: text,
    userName: text,
    invokedBy: text,
    sessionContext: part({
      sessionIssuer: part({ type: text, arn: text, principalId: text }),
      attributes: part({ creationDate: text }),
    }),
  }),
  requestParameters: z.record(z.string(), jsonSchema).optional().catch(undefined),
  responseElements: part({
    credentials,
    assumedRoleUser,
    federatedUser: part({ arn: text }),
    /** Roles Anywhere's CreateSession answers with a list of one. */
    credentialSet: z
      .tuple([z.object({ credentials, assumedRoleUser, roleArn: text })])
      .optional()
      .catch(undefined),
    user: part({ userName: text }),
    role: part({ roleName: text }),
    accessKey: part({ accessKeyId: text, userName: text }),
  }),
})
export type CloudTrailRecord = z.infer<typeof recordSchema>
