import { editedAll } from '../../../support/findings/edited.js'
import { ocsfFinding, securityHubEvent } from '../../../support/findings/examples.js'
import { accused, CI_DEPLOY, judged, outcome, taken } from '../../../support/findings/judged.js'

const of = (places: Readonly<Record<string, unknown>>) => accused('security-hub', editedAll(ocsfFinding, places))
const told = (places: Readonly<Record<string, unknown>>) => outcome('security-hub', editedAll(ocsfFinding, places))
const unresolved = (reason: RegExp) => ({ type: 'unresolved', name: '', reason: expect.stringMatching(reason) })
const lakeKey = {
  AwsIamAccessKey: {
    PrincipalId: 'AROAIOSFODNN7EXAMPLE:build-4711',
    PrincipalName: 'ci-deploy',
    PrincipalType: 'AssumedRole',
  },
}
const lakeResource = {
  type: 'AwsIamAccessKey',
  uid: 'AWS::IAM::AccessKey:ASIAIOSFODNN7EXAMPLE',
  cloud_partition: 'aws',
}
const user = { type: 'user', partition: 'aws', accountId: '111122223333', name: 'alice' } as const

describe('an OCSF finding', () => {
  it("of Security Hub's second version becomes a finding of ours", () => {
    expect(taken('security-hub', securityHubEvent([ocsfFinding], 'Findings Imported V2'))).toEqual({
      source: 'security-hub',
      sourceId: ocsfFinding.finding_info.uid,
      type: 'Exfiltration:IAMUser/AnomalousBehavior',
      title: ocsfFinding.finding_info.title,
      severity: 8,
      sample: false,
      trusted: true,
      accountId: '111122223333',
      region: 'eu-west-1',
      firstSeenAt: '2026-03-01T09:40:00.000Z',
      lastSeenAt: '2026-03-01T09:58:00.000Z',
      updatedAt: '2026-03-01T10:01:30.120Z',
      count: 2,
      principal: CI_DEPLOY,
    })
  })

  it.each([
    ['as a text', JSON.stringify(lakeKey)],
    ['as an object', lakeKey],
  ])("of Security Lake has the credentials in the resource's data, %s", (_how, data) => {
    expect(of({ 'resources > 0': { ...lakeResource, data } })).toEqual(CI_DEPLOY)
  })

  it('of the release candidate has other names for the same places, and numbers for times', () => {
    const { cloud: _c, finding_info: _f, ...rest } = ocsfFinding
    const finding = {
      ...rest,
      class_uid: 2001,
      status_id: undefined,
      state_id: 1,
      cloud: { account_uid: '111122223333', provider: 'AWS', region: 'eu-west-1' },
      finding: {
        uid: ocsfFinding.finding_info.uid,
        title: 'x',
        types: ['TTPs/Exfiltration/Exfiltration:IAMUser-AnomalousBehavior'],
        first_seen_time: 1772358000000,
        last_seen_time: 1772359080000,
        modified_time: 1772359290120,
      },
      resources: [{ ...lakeResource, details: JSON.stringify(lakeKey) }],
    }
    expect(taken('security-hub', finding)).toMatchObject({
      type: 'Exfiltration:IAMUser/AnomalousBehavior',
      firstSeenAt: '2026-03-01T09:40:00.000Z',
      updatedAt: '2026-03-01T10:01:30.120Z',
      principal: CI_DEPLOY,
    })
  })

  it('with a name without a type is a user where the key is long-lived, and open where it is temporary', () => {
    const named = { 'resources > 0 > user': { name: 'alice' } }
    expect(of({ ...named, 'resources > 0 > uid': 'AKIAIOSFODNN7EXAMPLE' })).toEqual({
      ...user,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    })
    expect(of(named)).toMatchObject(unresolved(/"alice" comes without a type/))
  })

  it("may tell the type by the users of its evidence; OCSF's own user types tell nothing", () => {
    const evidences = [{ actor: { user: { name: 'ci-deploy', type: 'AssumedRole' } } }, { actor: { process: {} } }]
    const named = { 'resources > 0 > user': { name: 'ci-deploy', type: 'User' } }
    const { uniqueId: _u, sessionName: _s, ...known } = CI_DEPLOY
    expect(of({ ...named, evidences })).toEqual(known)
    expect(of(named)).toMatchObject(unresolved(/without a type/))
  })

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'evidence about another user',
      { evidences: [{ actor: { user: { name: 'eve', type: 'AssumedRole' } } }] },
      /"ci-deploy".*"eve"/,
    ],
    [
      'an owner of another account',
      { 'resources > 0 > owner > account > uid': '444455556666' },
      /disagree about the account|ARN says/,
    ],
    [
      "another account than the finding's ARN",
      { 'cloud > account > uid': '444455556666' },
      /"aws 111122223333"|disagree/,
    ],
    ['a resource of another partition', { 'resources > 0 > cloud_partition': 'aws-cn' }, /"aws-cn"/],
    [
      'a second role',
      { 'resources > 1': { type: 'AWS::IAM::Role', uid: 'arn:aws:iam::111122223333:role/other' } },
      /"other"/,
    ],
    ['only a key', { 'resources > 0 > user': undefined }, /Only the access key/],
    ['data that is no JSON', { 'resources > 0': { ...lakeResource, data: '{' } }, /Only the access key/],
    [
      'data that is too deep',
      { 'resources > 0': { ...lakeResource, data: `${'['.repeat(99)}` } },
      /Only the access key/,
    ],
    ['a name with a line break', { 'resources > 0 > user > name': 'ci\ndeploy' }, /not an IAM name/],
  ])('with %s leaves it to a person', (_which, places, reason) => {
    expect(of(places)).toMatchObject(unresolved(reason))
  })

  it.each([
    ['AWS::IAM::User', 'arn:aws:iam::111122223333:user/alice', 'user'],
    ['AwsIamRole', 'arn:aws:iam::111122223333:role/alice', 'role'],
  ])('may be about an %s', (type, uid, kind) => {
    expect(of({ resources: [{ type, uid }] })).toMatchObject({ type: kind, name: 'alice', arn: uid })
  })

  it.each([
    ['arn:aws:securityhub:eu-west-1::product/aws/guardduty', true],
    ['arn:aws:securityhub:eu-west-1:111122223333:productv2/111122223333/default', false],
    ['', false],
    [null, false],
  ])('of the product %s is trusted: %s', (uid, trusted) => {
    expect(taken('security-hub', editedAll(ocsfFinding, { 'metadata > product > uid': uid })).trusted).toBe(trusted)
  })

  it.each([
    [1, 0],
    [4, 8],
    [6, 10],
    [99, 5],
  ])('of severity id %d is of severity %d', (id, severity) => {
    expect(taken('security-hub', editedAll(ocsfFinding, { severity_id: id })).severity).toBe(severity)
  })

  it('is a sample by its title', () => {
    expect(taken('security-hub', editedAll(ocsfFinding, { 'finding_info > title': '[SAMPLE] x' })).sample).toBe(true)
    expect(taken('security-hub', ocsfFinding).sample).toBe(false)
  })
})

describe('an OCSF finding is not ours', () => {
  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['of compliance', { class_uid: 2003 }, /class 2003/],
    ['of a vulnerability', { class_uid: 2002 }, /class 2002/],
    ['of no class', { class_uid: null }, /class/],
    ['with a compliance status', { compliance: { status: 'FAILED' } }, /control/],
    [
      'of Security Hub itself',
      { 'metadata > product > uid': 'arn:aws:securityhub:eu-west-1::productv2/aws/securityhub' },
      /settings/,
    ],
    ['suppressed', { status_id: 3 }, /suppressed/],
    ['resolved', { status_id: 4 }, /resolved/],
    ['archived', { status_id: 5 }, /archived/],
    ['resolved by the old name', { status_id: null, state_id: 4 }, /resolved/],
    ['closed', { activity_id: 3 }, /closed/],
    ['about a machine', { resources: [{ type: 'AWS::EC2::Instance', uid: 'i-1' }] }, /"AWS::EC2::Instance"/],
    ['about nothing', { resources: null }, /no resource/],
    ['of another partition', { 'cloud > cloud_partition': 'aws-iso' }, /aws-iso/],
  ])('%s', (_which, places, reason) => {
    expect(told(places)).toMatch(/^notOurs: /)
    expect(told(places)).toMatch(reason)
  })

  it('and beside an older format in one list each is read by its own', () => {
    expect(judged('security-hub', { Findings: [ocsfFinding, { ProductArn: 7 }] })).toMatchObject({
      accepted: true,
      skipped: [{ kind: 'malformed' }],
    })
  })
})
