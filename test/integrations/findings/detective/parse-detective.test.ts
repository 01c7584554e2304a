import { editedAll } from '../../../support/findings/edited.js'
import { investigation } from '../../../support/findings/examples.js'
import { accused, judged, outcome, taken } from '../../../support/findings/judged.js'

const ROLE = 'arn:aws:iam::111122223333:role/ci-deploy'
const of = (places: Readonly<Record<string, unknown>>) => taken('detective', editedAll(investigation, places))
const told = (places: Readonly<Record<string, unknown>>) => outcome('detective', editedAll(investigation, places))

describe('an investigation of Amazon Detective', () => {
  it('accuses the role that it looked into, in the account of that role', () => {
    expect(of({})).toEqual({
      source: 'detective',
      sourceId: '000000000000000000001',
      type: 'Detective:IAM/Investigation',
      title: 'Amazon Detective investigated a role',
      severity: 8,
      sample: false,
      trusted: true,
      accountId: '111122223333',
      region: 'eu-west-1',
      firstSeenAt: '2026-02-28T10:00:00.000Z',
      lastSeenAt: '2026-03-01T10:00:00.000Z',
      updatedAt: '2026-03-01T10:10:00.000Z',
      count: 1,
      principal: { type: 'role', partition: 'aws', accountId: '111122223333', name: 'ci-deploy', arn: ROLE },
    })
  })

  it('may be about a user', () => {
    const EntityArn = 'arn:aws:iam::111122223333:user/team/alice'
    expect(of({ EntityArn, EntityType: 'IAM_USER' }).principal).toMatchObject({
      type: 'user',
      name: 'alice',
      arn: EntityArn,
    })
  })

  it.each([
    ['with the indicators beside it', { Indicators: [{ IndicatorType: 'TTP_OBSERVED', IndicatorDetail: {} }] }],
    ['without what a list leaves out', { GraphArn: undefined, ScopeStartTime: undefined, ScopeEndTime: undefined }],
    ['with times as the command line prints them', { CreatedTime: '2026-03-01T10:10:00.000000+00:00' }],
    ['with times as numbers', { CreatedTime: 1772359800.5 }],
    ['without a severity', { Severity: null }],
  ])('%s is taken', (_how, places) => {
    expect(told(places)).toBe('role/ci-deploy')
  })

  it('of a list is judged by itself', () => {
    const running = { ...investigation, InvestigationId: '2', Status: 'RUNNING' }
    expect(judged('detective', { InvestigationDetails: [running, investigation] })).toMatchObject({
      findings: [{ sourceId: '000000000000000000001' }],
      skipped: [{ kind: 'notOurs', reason: expect.stringMatching(/running/) }],
    })
  })

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['still runs', { Status: 'RUNNING' }, /running/],
    ['failed', { Status: 'FAILED' }, /failed/],
    ['is archived', { State: 'ARCHIVED' }, /archived/],
    ['is of another partition', { GraphArn: 'arn:aws-iso:detective:us-iso-east-1:111122223333:graph:x' }, /aws-iso/],
    ['is none', { InvestigationId: undefined, EntityArn: undefined }, /no InvestigationId/],
  ])('that %s is not ours', (_which, places, reason) => {
    expect(told(places)).toMatch(/^notOurs: /)
    expect(told(places)).toMatch(reason)
  })

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['a type that is not of its ARN', { EntityType: 'IAM_USER' }, /says type/],
    [
      'an ARN of another partition than its graph',
      { EntityArn: 'arn:aws-cn:iam::111122223333:role/x' },
      /says partition/,
    ],
    ['the ARN of a bucket', { EntityArn: 'arn:aws:s3:::bucket' }, /not twelve digits|not the ARN/],
    ['a wildcard', { EntityArn: 'arn:aws:iam::111122223333:role/*' }, /wildcard/],
    ['a line break', { EntityArn: `${ROLE}\n` }, /no ARN has/],
    ['a path that climbs', { EntityArn: 'arn:aws:iam::111122223333:role/../x' }, /climbs/],
    ['no ARN', { EntityArn: 'ci-deploy' }, /not an ARN/],
  ])('with %s leaves it to a person', (_which, places, reason) => {
    expect(accused('detective', editedAll(investigation, places))).toMatchObject({
      type: 'unresolved',
      reason: expect.stringMatching(reason),
    })
  })
})
