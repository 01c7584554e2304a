import { editedAll } from '../../../support/findings/edited.js'
import { splunkAlert } from '../../../support/findings/examples.js'
import { accused, CI_DEPLOY, outcome, taken } from '../../../support/findings/judged.js'

const ROLE = 'arn:aws:iam::111122223333:role/ci-deploy'
const SESSION = 'arn:aws:sts::111122223333:assumed-role/ci-deploy/build-4711'
const USER = 'arn:aws:iam::111122223333:user/alice'
const rowOf = (result: Readonly<Record<string, unknown>>) => ({
  ...splunkAlert,
  result: { _time: 1772359290, ...result },
})
const of = (result: Readonly<Record<string, unknown>>) => accused('splunk', rowOf(result))
const unresolved = (reason: RegExp) => ({ type: 'unresolved', name: '', reason: expect.stringMatching(reason) })

describe("an alert of Splunk's webhook action", () => {
  it('accuses who acted, not what was made', () => {
    expect(taken('splunk', splunkAlert)).toEqual({
      source: 'splunk',
      sourceId: 'scheduler__admin__search__RMD5c0ffee_at_1772359290_42#role/ci-deploy',
      type: 'AWS Detect Role Creation',
      title: 'AWS Detect Role Creation',
      severity: 5,
      sample: false,
      trusted: true,
      accountId: '111122223333',
      region: 'eu-west-1',
      firstSeenAt: '2026-03-01T10:01:30.000Z',
      lastSeenAt: '2026-03-01T10:01:30.000Z',
      updatedAt: '2026-03-01T10:01:30.000Z',
      count: 1,
      principal: { ...CI_DEPLOY, arn: ROLE },
    })
  })

  it('of a search that was not saved has no name', () => {
    expect(taken('splunk', { ...splunkAlert, search_name: null }).type).toBe('A Splunk search that was not saved')
  })

  it.each([
    ['flat', { 'userIdentity.arn': SESSION, 'userIdentity.type': 'AssumedRole' }],
    ['nested', { userIdentity: { arn: SESSION, type: 'AssumedRole' } }],
    ['in lists', { 'userIdentity.arn': [SESSION], 'userIdentity.type': ['AssumedRole', 'AssumedRole'] }],
    ['in lines', { 'userIdentity.arn': `${SESSION}\n${SESSION}\n` }],
    ["by the add-on's alias", { user_arn: SESSION, user_type: 'AssumedRole' }],
    [
      'with a role of its own account that it asked for beside it',
      { 'userIdentity.arn': SESSION, user_role: 'arn:aws:iam::111122223333:role/asked-for' },
    ],
  ])('may have its keys %s', (_how, row) => {
    expect(of(row)).toMatchObject({ type: 'role', name: 'ci-deploy', sessionName: 'build-4711' })
  })

  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    [
      'a user',
      { 'userIdentity.arn': USER, 'userIdentity.type': 'IAMUser', 'userIdentity.userName': 'alice' },
      { type: 'user', name: 'alice', arn: USER },
    ],
    [
      'a user without an ARN',
      { 'userIdentity.type': 'IAMUser', userName: 'alice', 'userIdentity.accountId': '111122223333' },
      { type: 'user', name: 'alice' },
    ],
    ['root', { 'userIdentity.arn': 'arn:aws:iam::111122223333:root', 'userIdentity.type': 'Root' }, { type: 'root' }],
    [
      'a role of China',
      { 'userIdentity.arn': 'arn:aws-cn:sts::111122223333:assumed-role/ci-deploy/x' },
      { type: 'role', partition: 'aws-cn' },
    ],
    [
      'a federated user',
      {
        'userIdentity.type': 'FederatedUser',
        'userIdentity.arn': 'arn:aws:sts::111122223333:federated-user/bob',
        'userIdentity.sessionContext.sessionIssuer.arn': USER,
        'userIdentity.sessionContext.sessionIssuer.userName': 'alice',
      },
      { type: 'federatedUser', name: 'bob', issuer: { name: 'alice' } },
    ],
  ])('may be about %s', (_who, row, principal) => {
    expect(of(row)).toMatchObject(principal)
  })

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'two callers in lines',
      { 'userIdentity.arn': `${SESSION}\n${USER}` },
      /says type "role".*"user"|says type "user".*"role"/,
    ],
    ['two callers in a list', { 'userIdentity.arn': [ROLE, 'arn:aws:iam::111122223333:role/other'] }, /"other"/],
    [
      'two names',
      {
        'userIdentity.type': 'IAMUser',
        'userIdentity.userName': ['alice', 'bob'],
        'userIdentity.accountId': '111122223333',
      },
      /several user names, "alice" and "bob"/,
    ],
    [
      'two accounts',
      { 'userIdentity.arn': SESSION, 'userIdentity.accountId': ['111122223333', '444455556666'] },
      /several accounts/,
    ],
    [
      'an issuer that is another role',
      {
        'userIdentity.arn': SESSION,
        'userIdentity.sessionContext.sessionIssuer.arn': 'arn:aws:iam::111122223333:role/other',
      },
      /"other"/,
    ],
    [
      'an account that is not of its ARN',
      { 'userIdentity.arn': SESSION, 'userIdentity.accountId': '444455556666' },
      /444455556666/,
    ],
    [
      'two principal ids',
      { 'userIdentity.arn': SESSION, 'userIdentity.principalId': ['AROAONE00000:x', 'AROATWO00000:x'] },
      /not a session name|not the unique id/,
    ],
    ['a wildcard', { 'userIdentity.arn': 'arn:aws:iam::111122223333:role/*' }, /wildcard/],
    ['a path that climbs', { 'userIdentity.arn': 'arn:aws:iam::111122223333:role/../x' }, /climbs/],
    [
      'only a key',
      { user_access_key: 'ASIAIOSFODNN7EXAMPLE', 'userIdentity.accountId': '111122223333' },
      /Only the access key/,
    ],
    ['only a name', { user: 'ci-deploy', 'userIdentity.accountId': '111122223333' }, /without a type/],
    [
      'only what was made',
      { 'requestParameters.roleName': 'backdoor', recipientAccountId: '111122223333' },
      /not who acted/,
    ],
    ['only a key that was made', { 'responseElements.accessKey.accessKeyId': 'AKIAIOSFODNN7EXAMPLE' }, /not who acted/],
    [
      'a caller of SAML',
      { 'userIdentity.type': 'SAMLUser', 'userIdentity.userName': 'alice', 'userIdentity.accountId': '111122223333' },
      /no IAM role or user/,
    ],
  ])('about %s leaves it to a person', (_which, row, reason) => {
    expect(of(row)).toMatchObject(unresolved(reason))
  })

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'a user whose account is not told',
      { 'userIdentity.type': 'IAMUser', userName: 'alice', recipientAccountId: '111122223333' },
      '111122223333',
    ],
    [
      'only what was made',
      { 'requestParameters.roleName': 'backdoor', recipientAccountId: '111122223333' },
      '111122223333',
    ],
  ])('about %s is asked about in the account where it was recorded, and accuses nobody', (_which, row, accountId) => {
    expect(of(row)).toMatchObject({ type: 'unresolved', name: '', accountId })
  })

  it('whose user name is a session never makes it the name of a role', () => {
    const row = {
      'userIdentity.type': 'AssumedRole',
      'userIdentity.userName': 'build-4711',
      'userIdentity.accountId': '111122223333',
    }
    expect(of(row)).toMatchObject({ type: 'unresolved' })
  })

  it.each([
    ['a row of other data', { host: 'web-1', process: 'sh' }],
    ['an empty row', {}],
  ])('about %s is not ours', (_what, row) => {
    expect(outcome('splunk', rowOf(row))).toMatch(/^notOurs: .*names no caller of AWS/)
  })

  it('is told apart by its search and whom it accuses', () => {
    const idOf = (row: Readonly<Record<string, unknown>>) => taken('splunk', rowOf(row)).sourceId
    expect(idOf({ 'userIdentity.arn': USER })).not.toBe(idOf({ 'userIdentity.arn': SESSION }))
  })

  it.each([
    ['its own time', { _time: '2026-03-01 10:01:30.000+0000' }, '2026-03-01T10:01:30.000Z'],
    ['seconds', { _time: '1772359290.250' }, '2026-03-01T10:01:30.250Z'],
    [
      'the last of several',
      { lastTime: '2026-03-01T11:00:00', firstTime: '2026-03-01T09:00:00' },
      '2026-03-01T11:00:00.000Z',
    ],
    ["its search's time", { _time: 'yesterday' }, '2026-03-01T10:01:30.000Z'],
  ])('was seen at %s', (_which, times, at) => {
    expect(taken('splunk', rowOf({ 'userIdentity.arn': USER, ...times })).lastSeenAt).toBe(at)
  })

  it('without any time is refused, and says what to add', () => {
    const timeless = {
      ...(editedAll(rowOf({ 'userIdentity.arn': USER }), { 'result > _time': undefined, sid: 'adhoc' }) as object),
    }
    expect(outcome('splunk', timeless)).toMatch(/^malformed: .*add _time/)
  })

  it.each([
    [{ severity: 'critical' }, 9],
    [{ urgency: 'high' }, 8],
    [{ risk_score: '64' }, 6.4],
    [{ severity: 'purple', risk_score: 'x' }, 5],
  ])('of %j is of severity %d', (row, severity) => {
    expect(taken('splunk', rowOf({ 'userIdentity.arn': USER, ...row })).severity).toBe(severity)
  })
})
