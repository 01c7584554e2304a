/**
 * The GuardDuty finding as it arrives: in an EventBridge envelope, bare (S3 export, API destination with an input path), or
 * as the output of `aws guardduty get-findings`. Only what is read is named here; everything else is ignored.
 *
 * ```json
 * {"version": "0", "id": "cd2d702e-ab31-411b-9344-793ce56b1bc7", "detail-type": "GuardDuty Finding",
 *  "source": "aws.guardduty", "account": "999988887777", "time": "2026-03-01T10:02:00Z", "region": "eu-west-1",
 *  "resources": [],
 *  "detail": {
 *    "schemaVersion": "2.0", "accountId": "111122223333", "region": "eu-west-1", "partition": "aws",
 *    "id": "d0bfe135ab8b4dd8c3eaae7df9900073",
 *    "arn": "arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa9/finding/d0bfe135ab8b4dd8c3eaae7df9900073",
 *    "type": "Exfiltration:IAMUser/AnomalousBehavior", "severity": 8,
 *    "title": "The user AssumedRole : ci-deploy is anomalously invoking APIs.",
 *    "createdAt": "2026-03-01T10:01:30.120Z", "updatedAt": "2026-03-01T10:01:30.120Z",
 *    "resource": {"resourceType": "AccessKey", "accessKeyDetails": {
 *      "accessKeyId": "ASIAIOSFODNN7EXAMPLE", "principalId": "AROAIOSFODNN7EXAMPLE:build-4711",
 *      "userType": "AssumedRole", "userName": "ci-deploy"}},
 *    "service": {"serviceName": "guardduty", "archived": false, "count": 1,
 *      "eventFirstSeen": "2026-03-01T09:40:00Z", "eventLastSeen": "2026-03-01T09:58:00Z",
 *      "additionalInfo": {"type": "default", "value": "{\"sample\":true}"}}}}
 * ```
 * The envelope's account is where the event bus is (a delegated administrator's): `detail.accountId` is the principal's.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
 */
import { z } from 'zod'
import { accountIdSchema } from '../../../src/domain/partition.js'
import { moment } from '../shared/moment.js'
import { eitherCase } from './either-case.js'
import { sequenceSchema } from './sequence-schema.js'

/** What the sender may hold back comes as null, as '' or not at all, depending on the SDK that replayed it. */
const optionalText = z.string().nullish()

export const envelopeSchema = z.object({
  source: z.string().optional(),
  'detail-type': z.string().optional(),
  region: z.string().optional().catch(undefined),
  detail: z.unknown(),
})

/** Enough to tell whose finding this is and what it is about, without judging whether it is well-formed. */
export const findingMarksSchema = eitherCase({
  arn: z.string().nullish().catch(null),
  service: eitherCase({ serviceName: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  resource: z.unknown().optional(),
})
export const resourceMarksSchema = eitherCase({
  resourceType: z.string().nullish().catch(null),
  accessKeyDetails: z.unknown().optional(),
}).nullish()

/** In the newer form `value` is a JSON string that holds `sample` and the anomaly's details; unread text must not refuse it. */
const additionalInfoSchema = eitherCase({ sample: z.unknown().optional(), value: z.unknown().optional() })

const common = {
  accountId: accountIdSchema,
  // Part of the key under which deliveries are told apart, so it is held to the characters of ids and ARNs.
  id: z.string().regex(/^[\w:/.-]{1,512}$/, 'not a finding id'),
  arn: optionalText,
  partition: optionalText,
  region: optionalText,
  type: z.string().regex(/^[\x20-\x7e]{1,512}$/, 'not a finding type'),
  title: optionalText,
  severity: z.number().min(0).max(10),
  createdAt: moment.nullish(),
  updatedAt: moment,
}
const service = {
  archived: z.boolean().nullish(),
  count: z.number().int().nonnegative().nullish(),
  eventFirstSeen: moment.nullish(),
  eventLastSeen: moment.nullish(),
  additionalInfo: additionalInfoSchema.nullish().catch(null),
}
const credentials = {
  accessKeyId: optionalText,
  principalId: optionalText,
  userType: optionalText,
  userName: optionalText,
}

export const guardDutyFindingSchema = eitherCase({
  ...common,
  resource: eitherCase({ accessKeyDetails: eitherCase(credentials) }),
  service: eitherCase(service).nullish(),
})

/** A finding of Extended Threat Detection: resourceType AttackSequence, and in `service.detection.sequence` who and what. */
export const attackSequenceSchema = eitherCase({
  ...common,
  service: eitherCase({ ...service, detection: eitherCase({ sequence: sequenceSchema }) }),
})

/** What all kinds of its findings have. */
export type GuardDutyFinding = Pick<z.infer<typeof guardDutyFindingSchema>, keyof typeof common | 'service'>
