import { splunkAlert } from '../../../support/findings/examples.js'
import { accused, taken } from '../../../support/findings/judged.js'

const CALLER = 'arn:aws:sts::444455556666:assumed-role/ci-deploy/build-4711'
const ROLE = 'arn:aws:iam::111122223333:role/service/audit'
const rowOf = (result: Readonly<Record<string, unknown>>) => ({
  ...splunkAlert,
  search_name: 'AWS Cross Account Activity From Previously Unseen Account',
  result: { _time: 1772359290, ...result },
})
const of = (result: Readonly<Record<string, unknown>>) => accused('splunk', rowOf(result))

describe('a row about a role that was asked for from another account', () => {
  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    [
      "of Splunk's own search accuses the role and its session: the caller is a name that nothing ties to an account",
      {
        user: 'bob',
        user_role: 'arn:aws:sts::111122223333:assumed-role/audit/x-1',
        requestingAccountId: '444455556666',
        requestedAccountId: '111122223333',
        src: '198.51.100.7',
      },
      { type: 'role', name: 'audit', accountId: '111122223333', sessionName: 'x-1' },
    ],
    [
      'that has the whole record accuses the role, with the session that was asked for',
      {
        eventName: 'AssumeRole',
        'userIdentity.type': 'AWSAccount',
        'userIdentity.accountId': '444455556666',
        'requestParameters.roleArn': ROLE,
        'requestParameters.roleSessionName': 'x-2',
        recipientAccountId: '111122223333',
      },
      { type: 'role', name: 'audit', arn: ROLE, sessionName: 'x-2' },
    ],
    [
      'tells the session from what was answered',
      {
        event_name: 'AssumeRole',
        'userIdentity.arn': CALLER,
        'requestParameters.roleArn': ROLE,
        'responseElements.assumedRoleUser.arn': 'arn:aws:sts::111122223333:assumed-role/audit/x-3',
        'responseElements.assumedRoleUser.assumedRoleId': 'AROAIOSFODNN7EXAMPLE:x-3',
      },
      { type: 'role', name: 'audit', sessionName: 'x-3', uniqueId: 'AROAIOSFODNN7EXAMPLE' },
    ],
    [
      'may be nested',
      { eventName: 'AssumeRole', userIdentity: { arn: CALLER }, requestParameters: { roleArn: ROLE } },
      { type: 'role', name: 'audit' },
    ],
    [
      'about two roles leaves it to a person, with both named',
      { eventName: 'AssumeRole', 'userIdentity.arn': CALLER, 'requestParameters.roleArn': [ROLE, `${ROLE}2`] },
      { type: 'unresolved', reason: expect.stringMatching(/"audit".*"audit2"|"audit2".*"audit"/) },
    ],
    [
      'with a session name that STS does not give names none',
      {
        eventName: 'AssumeRole',
        'userIdentity.arn': CALLER,
        'requestParameters.roleArn': ROLE,
        'requestParameters.roleSessionName': '<!channel>',
      },
      { type: 'role', name: 'audit' },
    ],
  ])('%s', (_, row, principal) => {
    expect(of(row)).toMatchObject(principal)
    expect(of(row).sessionName).not.toBe('<!channel>')
  })

  it('keeps who asked beside it, where that is told', () => {
    const row = { eventName: 'AssumeRole', 'userIdentity.arn': CALLER, 'requestParameters.roleArn': ROLE }
    expect(taken('splunk', rowOf(row)).askedBy).toMatchObject({
      type: 'role',
      name: 'ci-deploy',
      accountId: '444455556666',
    })
  })

  it.each<[string, Readonly<Record<string, unknown>>]>([
    [
      "a role of the caller's own account",
      {
        eventName: 'AssumeRole',
        'userIdentity.arn': CALLER,
        'requestParameters.roleArn': 'arn:aws:iam::444455556666:role/own',
      },
    ],
    [
      'a role that was made',
      {
        event_name: 'CreateRole',
        'userIdentity.arn': CALLER,
        'requestParameters.roleName': 'backdoor',
        'responseElements.role.arn': 'arn:aws:iam::111122223333:role/backdoor',
      },
    ],
    [
      'a key that was made',
      { eventName: 'CreateAccessKey', 'userIdentity.arn': CALLER, 'requestParameters.userName': 'eve' },
    ],
    [
      'some role in a field of the request, by a search that does not say what was called',
      { 'userIdentity.arn': CALLER, 'requestParameters.roleArn': ROLE },
    ],
    [
      'a policy that was attached to a role elsewhere',
      { eventName: 'AttachRolePolicy', 'userIdentity.arn': CALLER, user_role: ROLE },
    ],
  ])('is none where it is about %s: whoever acted is accused', (_, row) => {
    expect(of(row)).toMatchObject({ type: 'role', name: 'ci-deploy', accountId: '444455556666' })
    expect(taken('splunk', rowOf(row))).not.toHaveProperty('askedBy')
  })
})
