import { parseGuardDuty } from '../../../../integrations/findings/guardduty/parse-guardduty.js'
import { guardDutySample } from '../../../../integrations/findings/guardduty/sample.js'

const options = {
  accountId: '012345678901',
  partition: 'aws-us-gov',
  region: 'us-gov-west-1',
  roleName: 'ci-deploy',
  roleId: 'AROAIOSFODNN7EXAMPLE',
  sessionName: 'build-4711',
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  findingId: 'd0bfe135ab8b4dd8c3eaae7df9900073',
  firstSeenAt: '2026-03-01T09:40:00Z',
  lastSeenAt: '2026-03-01T09:58:00Z',
  updatedAt: '2026-03-01T10:01:30.120Z',
  remoteIp: '198.51.100.7',
} as const

describe('the example GuardDuty finding', () => {
  it('is parsed as a live finding about the role, its session and its key', () => {
    expect(parseGuardDuty(guardDutySample(options))).toEqual({
      accepted: true,
      finding: {
        source: 'guardduty',
        sourceId: 'd0bfe135ab8b4dd8c3eaae7df9900073',
        arn: 'arn:aws-us-gov:guardduty:us-gov-west-1:012345678901:detector/12abc34d567e8fa901bc2d34e56789f0/finding/d0bfe135ab8b4dd8c3eaae7df9900073',
        type: 'Exfiltration:IAMUser/AnomalousBehavior',
        title: 'The user AssumedRole : ci-deploy is anomalously invoking APIs commonly used in Exfiltration tactics.',
        severity: 8,
        sample: false,
        trusted: true,
        accountId: '012345678901',
        region: 'us-gov-west-1',
        firstSeenAt: '2026-03-01T09:40:00.000Z',
        lastSeenAt: '2026-03-01T09:58:00.000Z',
        updatedAt: '2026-03-01T10:01:30.120Z',
        count: 1,
        principal: {
          type: 'role',
          partition: 'aws-us-gov',
          accountId: '012345678901',
          name: 'ci-deploy',
          uniqueId: 'AROAIOSFODNN7EXAMPLE',
          accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
          sessionName: 'build-4711',
        },
      },
    })
  })

  it('takes type and severity by argument', () => {
    const payload = guardDutySample({ ...options, type: 'Recon:IAMUser/TorIPCaller', severity: 5 })
    expect(parseGuardDuty(payload)).toMatchObject({ finding: { type: 'Recon:IAMUser/TorIPCaller', severity: 5 } })
  })

  it('names the role but neither id nor session where no role id is given', () => {
    const parsed = parseGuardDuty(guardDutySample({ ...options, roleId: undefined }))
    expect(parsed.accepted && parsed.finding.principal).toEqual({
      type: 'role',
      partition: 'aws-us-gov',
      accountId: '012345678901',
      name: 'ci-deploy',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    })
  })
})
