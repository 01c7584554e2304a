/**
 * A finding of Security Hub CSPM in the AWS Security Finding Format, as `detail.findings[]` of an EventBridge event (`Security
 * Hub Findings - Imported`, or `- Custom Action` where a person sent it), or as `aws securityhub get-findings` prints it.
 * Only what is read is named here; everything else is ignored.
 *
 * ```json
 * {"version": "0", "id": "8e5622f9-d81c-4d81-612a-9319e7ee2506", "detail-type": "Security Hub Findings - Imported",
 *  "source": "aws.securityhub", "account": "999988887777", "time": "2026-03-01T10:03:00Z", "region": "eu-west-1",
 *  "resources": ["arn:aws:securityhub:eu-west-1::product/aws/guardduty/arn:aws:guardduty:..."],
 *  "detail": {"findings": [{
 *    "SchemaVersion": "2018-10-08",
 *    "Id": "arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa9/finding/d0bfe135ab8b4dd8c3eaae7df9900073",
 *    "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/guardduty", "Region": "eu-west-1",
 *    "GeneratorId": "arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa9", "AwsAccountId": "111122223333",
 *    "Types": ["TTPs/Exfiltration/Exfiltration:IAMUser-AnomalousBehavior"],
 *    "FirstObservedAt": "2026-03-01T09:40:00.000Z", "LastObservedAt": "2026-03-01T09:58:00.000Z",
 *    "CreatedAt": "2026-03-01T10:01:30.120Z", "UpdatedAt": "2026-03-01T10:01:30.120Z",
 *    "Severity": {"Product": 8, "Label": "HIGH", "Normalized": 70},
 *    "Title": "The user AssumedRole : ci-deploy is anomalously invoking APIs.",
 *    "ProductFields": {"aws/guardduty/service/count": "1", "aws/guardduty/service/archived": "false"},
 *    "Resources": [{"Type": "AwsIamAccessKey", "Id": "AWS::IAM::AccessKey:ASIAIOSFODNN7EXAMPLE", "Partition": "aws",
 *      "Region": "eu-west-1", "ResourceRole": "Target", "Details": {"AwsIamAccessKey": {
 *        "PrincipalId": "AROAIOSFODNN7EXAMPLE:build-4711", "PrincipalType": "AssumedRole", "PrincipalName": "ci-deploy"}}}],
 *    "Workflow": {"Status": "NEW"}, "RecordState": "ACTIVE", "Sample": false}]}}
 * ```
 * GuardDuty's product fields come in two generations (`action/...`, `count`, and `aws/guardduty/service/...`); old records have
 * `WorkflowState` for `Workflow`, `UserName` for `PrincipalName` and `AWS::IAM::AccessKey:null` for a key that is not known.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
import { z } from 'zod'
import { accountIdSchema } from '../../../src/domain/partition.js'
import { looseMoment } from '../shared/moment.js'

const optionalText = z.string().nullish()

/** Enough to tell whether it is ours, read before the rest is judged. Whatever is of another kind here is left to the rest. */
export const asffMarksSchema = z.object({
  ProductArn: optionalText.catch(null),
  Types: z.array(z.string()).nullish().catch(null),
  Compliance: z.unknown().optional(),
  ProductFields: z.unknown().optional(),
  RecordState: optionalText.catch(null),
  WorkflowState: optionalText.catch(null),
  Workflow: z
    .object({ Status: optionalText.catch(null) })
    .nullish()
    .catch(null),
  Resources: z.unknown().optional(),
})
export type AsffMarks = z.infer<typeof asffMarksSchema>

const sessionIssuerSchema = z.object({ Arn: optionalText, UserName: optionalText }).nullish()

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsIamAccessKeyDetails.html */
const accessKeySchema = z.object({
  AccessKeyId: optionalText,
  AccountId: optionalText,
  PrincipalId: optionalText,
  PrincipalName: optionalText,
  PrincipalType: optionalText,
  UserName: optionalText,
  SessionContext: z.object({ SessionIssuer: sessionIssuerSchema }).nullish(),
})

const detailsSchema = z.object({
  AwsIamAccessKey: accessKeySchema.nullish(),
  AwsIamUser: z.object({ UserName: optionalText, UserId: optionalText }).nullish(),
  AwsIamRole: z.object({ RoleName: optionalText, RoleId: optionalText }).nullish(),
  AwsIamGroup: z.object({ GroupName: optionalText, GroupId: optionalText }).nullish(),
})

export const asffResourceSchema = z.object({
  Type: z.string(),
  Id: z.string().nullish(),
  Partition: optionalText,
  ResourceRole: optionalText,
  Details: detailsSchema.nullish(),
})
export type AsffResource = z.infer<typeof asffResourceSchema>

const severitySchema = z.object({
  Label: optionalText,
  Normalized: z.number().nullish(),
  Product: z.number().nullish(),
})

export const asffFindingSchema = z.object({
  // Part of the key under which deliveries are told apart.
  Id: z.string().regex(/^[\x21-\x7e]{1,512}$/, 'not a finding id'),
  ProductArn: z.string().regex(/^arn:[\w-]+:securityhub:[a-z0-9-]*:\d*:[\x21-\x7e]+$/, 'not the ARN of a product'),
  AwsAccountId: accountIdSchema,
  Region: optionalText,
  Types: z.array(z.string().max(512)).max(50).nullish(),
  Title: optionalText,
  Severity: severitySchema.nullish(),
  FindingProviderFields: z
    .object({ Severity: severitySchema.nullish(), Types: z.array(z.string().max(512)).max(50).nullish() })
    .nullish(),
  CreatedAt: looseMoment,
  UpdatedAt: looseMoment,
  FirstObservedAt: looseMoment,
  LastObservedAt: looseMoment,
  Sample: z.boolean().nullish(),
  ProductFields: z.unknown().optional(),
  Detection: z.unknown().optional(),
})
export type AsffFinding = z.infer<typeof asffFindingSchema>
