import { edited, editedAll } from '../../../support/findings/edited.js'
import { asffFinding, asffKey, securityHubEvent } from '../../../support/findings/examples.js'
import { judged, outcome, taken } from '../../../support/findings/judged.js'

const of = (places: Readonly<Record<string, unknown>>) => taken('security-hub', editedAll(asffFinding, places))
const told = (places: Readonly<Record<string, unknown>>) => outcome('security-hub', editedAll(asffFinding, places))
const bucket = { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::bucket' }

describe('a Security Hub finding', () => {
  it('becomes a finding of ours, under the type that GuardDuty gives it', () => {
    expect(of({})).toMatchObject({
      source: 'security-hub',
      sourceId: asffFinding.Id,
      type: 'Exfiltration:IAMUser/AnomalousBehavior',
      severity: 8,
      sample: false,
      trusted: true,
      accountId: '111122223333',
      region: 'eu-west-1',
      firstSeenAt: '2026-03-01T09:40:00.000Z',
      lastSeenAt: '2026-03-01T09:58:00.000Z',
      updatedAt: '2026-03-01T10:01:30.120Z',
      count: 3,
    })
  })

  it.each([
    ['imported', securityHubEvent([asffFinding])],
    ['sent by a custom action', securityHubEvent([asffFinding], 'Security Hub Findings - Custom Action')],
    ['as get-findings prints it', { Findings: [asffFinding], NextToken: 'x' }],
    ['in a list', [asffFinding]],
    ['alone', asffFinding],
    ['in an event that is cut down to its detail', { detail: { findings: [asffFinding] } }],
  ])('%s is taken', (_how, payload) => {
    expect(outcome('security-hub', payload)).toBe('role/ci-deploy')
  })

  it.each([
    ['the older', { count: '7', 'action/actionType': 'AWS_API_CALL' }, 7],
    ['the newer', { 'aws/guardduty/service/count': '9' }, 9],
    ['neither', {}, 1],
    ['a count that is none', { count: '-1' }, 1],
  ])('%s product fields tell how often', (_which, fields, count) => {
    expect(of({ ProductFields: fields }).count).toBe(count)
  })

  it.each([
    [{ Label: 'CRITICAL', Normalized: 90 }, 9],
    [{ Label: 'CRITICAL', Normalized: 10 }, 9],
    [{ Label: 'LOW' }, 2],
    [{ Label: 'INFORMATIONAL', Normalized: 0 }, 0],
    [{ Normalized: 55 }, 5.5],
    [{ Product: 5, Normalized: 50, Label: 'MEDIUM' }, 5],
    [{}, 5],
  ])('severity %j is %d', (Severity, severity) => {
    expect(of({ Severity }).severity).toBe(severity)
  })

  it.each([
    ['by its mark', { Sample: true }],
    ['by its title', { Title: '[SAMPLE] The user' }],
    ['by the newer product fields', { ProductFields: { 'aws/guardduty/service/additionalInfo/sample': 'true' } }],
    ['by the text inside', { ProductFields: { 'aws/guardduty/service/additionalInfo/value': '{"sample":true}' } }],
    [
      'by made-up credentials',
      { 'Resources > 0 > Id': 'AWS::IAM::AccessKey:GeneratedFindingAccessKeyId', 'Resources > 0 > Details': {} },
    ],
  ])('is a sample %s', (_how, places) => {
    expect(of(places).sample).toBe(true)
  })

  it('is no sample because its principal was given a name that looks like one', () => {
    const name = 'Resources > 0 > Details > AwsIamAccessKey > PrincipalName'
    expect(of({ [name]: 'GeneratedFindingUserName' }).sample).toBe(false)
  })

  it('without a time zone, as some pipelines write it, is of UTC', () => {
    expect(of({ UpdatedAt: '2026-03-01 10:01:30.120000000' }).updatedAt).toBe('2026-03-01T10:01:30.120Z')
  })
})

describe('a Security Hub finding is trusted only as a product of AWS', () => {
  it.each([
    ['arn:aws:securityhub:eu-west-1::product/aws/guardduty', true],
    ['arn:aws:securityhub:eu-west-1::productv2/aws/guardduty', true],
    ['arn:aws:securityhub:::product/aws/guardduty', true],
    ['arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default', false],
    ['arn:aws:securityhub:eu-west-1:111122223333:product/aws/guardduty', false],
    ['arn:aws:securityhub:eu-west-1::product/crowdstrike/crowdstrike-falcon', false],
    ['arn:aws:securityhub:eu-west-1::product/aws/guardduty/x', false],
    ['arn:aws:securityhub:eu-west-1::product/aws-evil/guardduty', false],
    ['arn:aws:securityhub:eu-west-1::product/x/aws/guardduty', false],
  ])('%s: %s', (ProductArn, trusted) => {
    expect(of({ ProductArn })).toMatchObject({ trusted, principal: { type: 'role', name: 'ci-deploy' } })
  })
})

describe('not ours, with the reason', () => {
  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['a control', { Compliance: { Status: 'FAILED' } }, /control/],
    ['a consolidated control', { Compliance: { SecurityControlId: 'IAM.8' } }, /control/],
    ['a control of old', { 'ProductFields > StandardsGuideArn': 'x' }, /control/],
    [
      'a finding of Security Hub itself',
      { ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub' },
      /settings/,
    ],
    ['exposure', { ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/access-analyzer' }, /settings/],
    ['a check', { Types: ['Software and Configuration Checks/Vulnerabilities/CVE'] }, /accuses no IAM principal/],
    ['an archived one', { RecordState: 'ARCHIVED' }, /archived/],
    ['a suppressed one', { Workflow: { Status: 'SUPPRESSED' } }, /suppressed/],
    ['a resolved one', { Workflow: { Status: 'RESOLVED' } }, /resolved/],
    ['one that was put aside of old', { Workflow: undefined, WorkflowState: 'RESOLVED' }, /resolved/],
    ['a bucket', { Resources: [bucket] }, /"AwsS3Bucket"/],
    [
      'a machine with a profile',
      {
        Resources: [
          {
            Type: 'AwsEc2Instance',
            Details: { AwsEc2Instance: { IamInstanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/x' } },
          },
        ],
      },
      /"AwsEc2Instance"/,
    ],
    ['nothing', { Resources: [] }, /no resource/],
    ['another partition', { ProductArn: 'arn:aws-iso:securityhub:us-iso-east-1::product/aws/guardduty' }, /aws-iso/],
  ])('%s', (_which, places, reason) => {
    expect(told(places)).toMatch(/^notOurs: /)
    expect(told(places)).toMatch(reason)
  })

  it.each([
    [
      'an event of another service',
      edited(securityHubEvent([asffFinding]), 'source', 'aws.guardduty'),
      /aws\.securityhub/,
    ],
    ['insight results', securityHubEvent([asffFinding], 'Security Hub Insight Results'), /detail-type/],
    ['a finding of another kind', { findings: [{ hello: 'world' }] }, /neither ProductArn/],
  ])('%s', (_which, payload, reason) => {
    expect(outcome('security-hub', payload)).toMatch(/^notOurs: /)
    expect(outcome('security-hub', payload)).toMatch(reason)
  })
})

describe('several findings in one event', () => {
  const other = editedAll(asffFinding, { Id: 'arn:aws:guardduty:eu-west-1:111122223333:detector/1/finding/2' })

  it('are taken one by one, in their order, and what is not taken has its reason', () => {
    const control = edited(asffFinding, 'Compliance', { Status: 'FAILED' })
    const broken = edited(asffFinding, 'AwsAccountId', 'x')
    expect(judged('security-hub', securityHubEvent([control, asffFinding, broken, other]))).toMatchObject({
      accepted: true,
      findings: [{ sourceId: asffFinding.Id }, { sourceId: expect.stringMatching(/finding\/2$/) }],
      skipped: [
        { kind: 'notOurs', reason: expect.stringMatching(/control/) },
        { kind: 'malformed', reason: expect.stringMatching(/AwsAccountId/) },
      ],
    })
  })

  it('of which none is ours say how many there were', () => {
    const bucketOnly = edited(asffFinding, 'Resources', [bucket])
    expect(outcome('security-hub', securityHubEvent([bucketOnly, bucketOnly, bucketOnly]))).toMatch(
      /^notOurs: .*\(2 more of its findings were not taken either\.\)$/,
    )
  })

  it('are a hundred at most', () => {
    expect(
      judged('security-hub', securityHubEvent(Array(100).fill({ ...asffFinding, Resources: [asffKey] }))).accepted,
    ).toBe(true)
    expect(outcome('security-hub', securityHubEvent(Array(101).fill({})))).toMatch(/malformed: .*101 findings/)
  })
})

describe('what BatchUpdateFindings changes', () => {
  const provided = (Label: string, Types?: readonly string[]) => ({ Severity: { Label }, ...(Types && { Types }) })

  it.each([
    ['raises', { Label: 'CRITICAL', Product: 9.9, Normalized: 99 }, 'LOW', 2],
    ['lowers', { Label: 'INFORMATIONAL', Normalized: 0 }, 'HIGH', 8],
    ['raises the number of', { Label: 'HIGH', Product: 10, Normalized: 100 }, 'HIGH', 8.9],
    ['leaves', { Label: 'HIGH', Product: 7.5, Normalized: 70 }, 'HIGH', 7.5],
  ])('%s no severity that the provider gave', (_, Severity, label, severity) => {
    expect(of({ Severity, FindingProviderFields: provided(label) }).severity).toBe(severity)
  })

  it('changes no type that the provider gave', () => {
    const Types = ['TTPs/Discovery/Discovery:IAMUser-AnomalousBehavior']
    const FindingProviderFields = provided('HIGH', Types)
    expect(of({ Types: ['Unusual Behaviors/User'], FindingProviderFields }).type).toBe(
      'Discovery:IAMUser/AnomalousBehavior',
    )
  })
})

describe('hostile texts', () => {
  it('a type with what no record can hold is taken without it', () => {
    expect(of({ ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/x', Types: ['a/b\u0000\ud800'] }).type).toBe(
      'a/b\ufffd\ufffd',
    )
  })

  it('a megabyte of an ARN that begins again and again is judged at once', () => {
    const Id = `arn:aws:iam::111122223333:role/${':role/'.repeat(160_000)}`
    const startedAtMs = performance.now()
    told({ Resources: [{ Type: 'AwsIamRole', Id }] })
    expect(performance.now() - startedAtMs).toBeLessThan(2_000)
  })
})
