/**
 * Who and what an attack sequence of Extended Threat Detection is about: `service.detection.sequence` of a GuardDuty finding,
 * `Detection.Sequence` of the same finding in Security Hub. Only what is read is named.
 *
 * ```json
 * {"uid": "d0bfe135ab8b4dd8c3eaae7df9900073", "description": "A sequence of actions ...",
 *  "actors": [{"id": "user:AssumedRole:AROAIOSFODNN7EXAMPLE:ci-deploy",
 *    "user": {"name": "ci-deploy", "uid": "AROAIOSFODNN7EXAMPLE:build-4711", "type": "AssumedRole",
 *      "credentialUid": "ASIAIOSFODNN7EXAMPLE", "account": {"uid": "111122223333", "account": "payments"}},
 *    "session": {"uid": "build-4711", "mfaStatus": "DISABLED", "createdTime": 1772358000000,
 *      "issuer": "arn:aws:iam::111122223333:role/ci-deploy"}}],
 *  "resources": [{"uid": "ASIAIOSFODNN7EXAMPLE", "resourceType": "ACCESS_KEY", "accountId": "111122223333",
 *    "data": {"accessKey": {"principalId": "AROAIOSFODNN7EXAMPLE:build-4711", "userName": "ci-deploy", "userType": "AssumedRole"}}}],
 *  "signals": [{"uid": "1", "type": "CLOUD_TRAIL", "actorIds": ["user:AssumedRole:AROAIOSFODNN7EXAMPLE:ci-deploy"]}]}
 * ```
 * An actor without a user is a process in a cluster or on a machine.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Sequence.html
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Sequence.html
 */
import { z } from 'zod'
import { eitherCase } from './either-case.js'

const optionalText = z.string().nullish()

const actorSchema = eitherCase({
  user: eitherCase({
    name: optionalText,
    uid: optionalText,
    type: optionalText,
    credentialUid: optionalText,
    account: eitherCase({ uid: optionalText }).nullish(),
  }).nullish(),
  session: eitherCase({ issuer: optionalText }).nullish(),
})

const sequenceResourceSchema = eitherCase({
  uid: optionalText,
  resourceType: optionalText,
  accountId: optionalText,
  data: eitherCase({
    accessKey: eitherCase({ principalId: optionalText, userName: optionalText, userType: optionalText }).nullish(),
  })
    .nullish()
    .catch(null),
})

/** More than a hundred of either are more than GuardDuty correlates. */
export const sequenceSchema = eitherCase({
  actors: z.array(actorSchema).max(100).nullish(),
  resources: z.array(sequenceResourceSchema).max(1000).nullish(),
})
export type AttackSequence = z.infer<typeof sequenceSchema>
