import type { FindingFacts } from './finding-facts.js'
import { placeOfAccount, principalIdOf } from './finding-facts.js'
import { makeGuardDuty } from './make-guardduty.js'

/**
 * GuardDuty's finding as Security Hub passes it on by EventBridge, in the AWS Security Finding Format.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 */
export function makeSecurityHub(facts: FindingFacts) {
  const { accountId, region, partition } = placeOfAccount(facts.accused.account)
  const { detail, time } = makeGuardDuty(facts)
  const productArn = `arn:${partition}:securityhub:${region}::product/aws/guardduty`
  return {
    version: '0',
    id: uuidOf(facts.id),
    'detail-type': 'Security Hub Findings - Imported',
    source: 'aws.securityhub',
    account: accountId,
    time,
    region,
    resources: [`${productArn}/${detail.arn}`],
    detail: { findings: [asff(facts, detail, productArn)] },
  }
}

type GuardDutyDetail = ReturnType<typeof makeGuardDuty>['detail']

function asff(facts: FindingFacts, detail: GuardDutyDetail, productArn: string) {
  const { severity, firstSeenAt, lastSeenAt, updatedAt, accused } = facts
  const { accountId, region, partition } = placeOfAccount(accused.account)
  return {
    SchemaVersion: '2018-10-08',
    Id: detail.arn,
    ProductArn: productArn,
    ProductName: 'GuardDuty',
    CompanyName: 'Amazon',
    Region: region,
    GeneratorId: detail.arn.slice(0, detail.arn.indexOf('/finding/')),
    AwsAccountId: accountId,
    Types: [taxonomyOf(detail.type)],
    FirstObservedAt: firstSeenAt,
    LastObservedAt: lastSeenAt,
    CreatedAt: updatedAt,
    UpdatedAt: updatedAt,
    Severity: { Product: severity, Label: labelOf(severity), Normalized: Math.round(severity * 10) },
    Title: detail.title,
    Description: detail.description,
    ProductFields: { 'aws/guardduty/service/count': '1', 'aws/guardduty/service/archived': 'false' },
    Resources: [
      {
        Type: 'AwsIamAccessKey',
        Id: `AWS::IAM::AccessKey:${accused.accessKeyId}`,
        Partition: partition,
        Region: region,
        ResourceRole: 'Target',
        Details: {
          AwsIamAccessKey: {
            PrincipalId: principalIdOf(accused),
            PrincipalType: accused.type === 'role' ? 'AssumedRole' : 'IAMUser',
            PrincipalName: accused.name,
          },
        },
      },
    ],
    WorkflowState: 'NEW',
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
    Sample: false,
  }
}

/** `Exfiltration:IAMUser/AnomalousBehavior` is `TTPs/Exfiltration/Exfiltration:IAMUser-AnomalousBehavior` there. */
function taxonomyOf(type: string): string {
  const [purpose = ''] = type.split(':')
  return `TTPs/${purpose}/${type.replace('/', '-')}`
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html */
function labelOf(severity: number): string {
  if (severity >= 9) return 'CRITICAL'
  if (severity >= 7) return 'HIGH'
  return severity >= 4 ? 'MEDIUM' : 'LOW'
}

export function uuidOf(id: string): string {
  return [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join('-')
}
