import type { Partition } from '../../../src/domain/partition.js'

export interface GuardDutySampleOptions {
  readonly accountId: string
  readonly partition: Partition
  readonly region: string
  readonly roleName: string
  /** AROA…; without it the finding has no `principalId` and hence no session name, for a made-up id would match no role. */
  readonly roleId?: string | undefined
  readonly sessionName: string
  readonly accessKeyId: string
  /** GuardDuty's are 32 hexadecimal digits. */
  readonly findingId: string
  /** Default `Exfiltration:IAMUser/AnomalousBehavior`. */
  readonly type?: string | undefined
  /** GuardDuty's scale, 0 to 10. Default 8 (high). */
  readonly severity?: number | undefined
  /** ISO 8601 in UTC, like the others. */
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly updatedAt: string
  readonly remoteIp: string
}

/**
 * A GuardDuty finding about a role's session in an EventBridge envelope, as GuardDuty would send it. It is an example, but not
 * one of GuardDuty's own sample findings: nothing in it is marked so, and it opens an incident like a real one.
 */
export function guardDutySample(options: GuardDutySampleOptions) {
  const { region, accountId, updatedAt, findingId } = options
  return {
    version: '0',
    id: findingId,
    'detail-type': 'GuardDuty Finding',
    source: 'aws.guardduty',
    account: accountId,
    time: updatedAt,
    region,
    resources: [],
    detail: findingDetail(options),
  }
}

const DETECTOR_ID = '12abc34d567e8fa901bc2d34e56789f0'

function findingDetail(options: GuardDutySampleOptions) {
  const { accountId, partition, region, findingId, roleName, updatedAt } = options
  const { type = 'Exfiltration:IAMUser/AnomalousBehavior', severity = 8 } = options
  const tactic = type.split(':')[0] ?? ''
  return {
    schemaVersion: '2.0',
    accountId,
    region,
    partition,
    id: findingId,
    arn: `arn:${partition}:guardduty:${region}:${accountId}:detector/${DETECTOR_ID}/finding/${findingId}`,
    type,
    resource: { resourceType: 'AccessKey', accessKeyDetails: accessKeyDetails(options) },
    service: serviceDetails(options),
    severity,
    createdAt: updatedAt,
    updatedAt,
    title: `The user AssumedRole : ${roleName} is anomalously invoking APIs commonly used in ${tactic} tactics.`,
    description: `APIs commonly used in ${tactic} tactics were invoked by user AssumedRole : ${roleName} under unusual circumstances. Such activity is not typically seen from this user.`,
  }
}

function accessKeyDetails({ accessKeyId, roleId, sessionName, roleName }: GuardDutySampleOptions) {
  const principalId = roleId === undefined ? {} : { principalId: `${roleId}:${sessionName}` }
  return { accessKeyId, ...principalId, userType: 'AssumedRole', userName: roleName }
}

function serviceDetails({ firstSeenAt, lastSeenAt, remoteIp, roleName }: GuardDutySampleOptions) {
  const anomalies = { anomalousAPIs: 's3.amazonaws.com:[ListBuckets:success , GetObject:success]' }
  const unusualBehavior = { unusualUserNamesAccountProfiling: roleName, isUnusualUserIdentity: 'false' }
  return {
    serviceName: 'guardduty',
    detectorId: DETECTOR_ID,
    action: { actionType: 'AWS_API_CALL', awsApiCallAction: apiCall(remoteIp) },
    resourceRole: 'TARGET',
    additionalInfo: { type: 'default', value: JSON.stringify({ anomalies, unusualBehavior }) },
    eventFirstSeen: firstSeenAt,
    eventLastSeen: lastSeenAt,
    archived: false,
    count: 1,
  }
}

function apiCall(remoteIp: string) {
  return {
    api: 'GetObject',
    serviceName: 's3.amazonaws.com',
    callerType: 'Remote IP',
    remoteIpDetails: {
      ipAddressV4: remoteIp,
      organization: { asn: '64496', asnOrg: 'EXAMPLE-NET', isp: 'Example Networks', org: 'Example Networks' },
      country: { countryName: 'Netherlands' },
      city: { cityName: 'Amsterdam' },
      geoLocation: { lat: 52.37, lon: 4.89 },
    },
    affectedResources: {},
  }
}
