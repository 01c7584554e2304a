/**
 * A finding in the Open Cybersecurity Schema Framework, in the three ways that AWS writes it: Security Hub's second version
 * (EventBridge `Findings Imported V2`, `get-findings-v2`), Security Lake's Security Hub source (1.x, where `resources[].data`
 * is a JSON text), and Security Lake's first one (1.0.0-rc.2: class 2001, `finding` for `finding_info`, `cloud.account_uid`,
 * `resources[].details`). Only what is read is named here; everything else is ignored.
 *
 * ```json
 * {"version": "0", "id": "c1b0a7de-1111-4222-8333-444455556666", "detail-type": "Findings Imported V2",
 *  "source": "aws.securityhub", "account": "999988887777", "time": "2026-03-01T10:03:00Z", "region": "eu-west-1",
 *  "resources": [], "detail": {"findings": [{
 *    "activity_id": 1, "category_uid": 2, "class_uid": 2004, "class_name": "Detection Finding", "type_uid": 200401,
 *    "cloud": {"account": {"uid": "111122223333"}, "cloud_partition": "aws", "provider": "AWS", "region": "eu-west-1"},
 *    "finding_info": {"uid": "arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa9/finding/d0bfe135ab8b4dd8",
 *      "title": "The user AssumedRole : ci-deploy is anomalously invoking APIs.",
 *      "types": ["Threats", "Exfiltration:IAMUser/AnomalousBehavior"], "first_seen_time_dt": "2026-03-01T09:40:00.000Z",
 *      "last_seen_time_dt": "2026-03-01T09:58:00.000Z", "modified_time_dt": "2026-03-01T10:01:30.120Z"},
 *    "metadata": {"product": {"name": "GuardDuty", "uid": "arn:aws:securityhub:eu-west-1::productv2/aws/guardduty",
 *      "vendor_name": "AWS"}, "uid": "0f1e2d3c", "version": "1.6.0"},
 *    "resources": [{"type": "AWS::IAM::AccessKey", "uid": "ASIAIOSFODNN7EXAMPLE", "cloud_partition": "aws",
 *      "owner": {"account": {"uid": "111122223333"}}, "user": {"name": "ci-deploy", "type": "AssumedRole",
 *        "uid": "AROAIOSFODNN7EXAMPLE:build-4711"}}],
 *    "severity_id": 4, "status_id": 1, "time": 1772359290120}]}}
 * ```
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html
 * @see https://docs.aws.amazon.com/security-lake/latest/userguide/open-cybersecurity-schema-framework.html
 * @see https://schema.ocsf.io/1.6.0/classes/detection_finding
 */
import { z } from 'zod'
import { accountIdSchema } from '../../../src/domain/partition.js'
import { looseMoment } from '../shared/moment.js'

const optionalText = z.string().nullish()
const optionalId = z.number().int().nullish()

/** Enough to tell whether it is ours, read before the rest is judged. */
export const ocsfMarksSchema = z.object({
  class_uid: optionalId.catch(null),
  activity_id: optionalId.catch(null),
  status_id: optionalId.catch(null),
  state_id: optionalId.catch(null),
  compliance: z.unknown().optional(),
  metadata: z
    .object({
      product: z
        .object({ uid: optionalText.catch(null) })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  resources: z.unknown().optional(),
})
export type OcsfMarks = z.infer<typeof ocsfMarksSchema>

const accountSchema = z.object({ uid: optionalText }).nullish()

export const ocsfUserSchema = z.object({
  name: optionalText,
  uid: optionalText,
  uid_alt: optionalText,
  type: optionalText,
  credential_uid: optionalText,
  account: accountSchema,
})
export type OcsfUser = z.infer<typeof ocsfUserSchema>

export const ocsfResourceSchema = z.object({
  type: z.string(),
  uid: optionalText,
  role: optionalText,
  cloud_partition: optionalText,
  owner: z.object({ account: accountSchema }).nullish(),
  user: ocsfUserSchema.nullish(),
  /** An object, or JSON as a text; `details` in rc.2. */
  data: z.unknown().optional(),
  details: z.unknown().optional(),
})
export type OcsfResource = z.infer<typeof ocsfResourceSchema>

const informationSchema = z.object({
  uid: z.string().regex(/^[\x21-\x7e]{1,512}$/, 'not a finding id'),
  title: optionalText,
  types: z.array(z.string().max(512)).max(50).nullish(),
  created_time: looseMoment,
  created_time_dt: looseMoment,
  first_seen_time: looseMoment,
  first_seen_time_dt: looseMoment,
  last_seen_time: looseMoment,
  last_seen_time_dt: looseMoment,
  modified_time: looseMoment,
  modified_time_dt: looseMoment,
})
export type OcsfInformation = z.infer<typeof informationSchema>

const userOfActor = z.object({ user: ocsfUserSchema.nullish() }).nullish()

export const ocsfFindingSchema = z.object({
  finding_info: informationSchema.nullish(),
  finding: informationSchema.nullish(),
  time: looseMoment,
  time_dt: looseMoment,
  severity_id: optionalId,
  /** What the product said, kept where somebody changed it. */
  vendor_attributes: z.object({ severity_id: optionalId }).nullish(),
  count: z.number().int().nonnegative().nullish(),
  cloud: z.object({
    account: z.object({ uid: accountIdSchema }).nullish(),
    account_uid: accountIdSchema.nullish(),
    region: optionalText,
    cloud_partition: optionalText,
  }),
  metadata: z.object({ product: z.object({ uid: optionalText, name: optionalText }).nullish() }),
  evidences: z
    .array(z.object({ actor: userOfActor }))
    .max(1000)
    .nullish(),
})
export type OcsfFinding = z.infer<typeof ocsfFindingSchema>
