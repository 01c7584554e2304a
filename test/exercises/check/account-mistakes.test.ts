import { checkExercise } from '../../../exercises/check-exercise.js'
import { changed, initText } from '../../support/exercises/exercises.js'
import { describeMistakes, type Mistake } from '../../support/exercises/mistake.js'
import { fakeKinds } from '../../support/exercises/stage-kinds.js'

/** The initial exercise with a second account, into which the intruder goes on. */
const twoAccounts = changed(
  initText,
  [
    '  # What happened before T+0',
    `  otherAccounts:
    - accountId: "444455556666"
      roles: [{name: ci-deploy}, {name: reports}]
      users: [{name: mallory, accessKeys: [{id: AKIAMALLORYMALLORYMA}]}, {name: keyless}]
      rolesAnywhere: {profiles: [{name: nightly, roles: [reports]}]}
  # What happened before T+0`,
  ],
  [
    '  # Who may do what',
    `    - id: onward
      by: {account: "444455556666", role: reports, session: r-1, assumedBy: {role: ci-deploy, session: build-4711}}
      from: 10m
      calls: [{service: s3, action: ListBuckets}]
  # Who may do what`,
  ],
  ['{{role:ci-deploy:arn}} is needed', '{{role:111122223333/ci-deploy:arn}} is needed by {{account:444455556666}}'],
)

const mistakes: readonly Mistake[] = [
  {
    rule: 'an account that the world has not is refused',
    from: 'by: {account: "444455556666", role: reports',
    to: 'by: {account: "444455556667", role: reports',
    line: 'account: "444455556667"',
    field: 'world.history[1].by.account',
    what: 'the world has no account "444455556667"',
    cure: 'name 111122223333 or 444455556666',
  },
  {
    rule: 'two accounts of one id are refused',
    from: '  # What happened before T+0',
    to: '    - {accountId: "444455556666"}\n  # What happened before T+0',
    line: '- {accountId: "444455556666"}',
    field: 'world.otherAccounts[1].accountId',
    what: '"444455556666" is that of account 444455556666, too',
    cure: 'Write another one',
  },
  {
    rule: 'an account in another Region is refused',
    from: 'accountId: "444455556666"\n',
    to: 'accountId: "444455556666"\n      region: eu-west-1\n',
    line: 'region: eu-west-1',
    field: 'world.otherAccounts[0].region',
    what: 'the accounts are in two Regions: us-east-1 and eu-west-1',
    cure: 'Write `region: us-east-1`',
  },
  {
    rule: 'an account of another partition is refused',
    from: 'accountId: "444455556666"\n',
    to: 'accountId: "444455556666"\n      partition: aws-cn\n',
    line: 'partition: aws-cn',
    field: 'world.otherAccounts[0].partition',
    what: 'the accounts are of two partitions',
    cure: 'Write the same partition',
  },
  {
    rule: 'one key in two accounts is refused',
    from: '{name: keyless}',
    to: '{name: keyless, accessKeys: [{id: AKIAMALLORYMALLORYMA}]}',
    line: 'name: keyless',
    field: 'world.otherAccounts[0].users[1].accessKeys[0].id',
    what: 'is that of user mallory of account 444455556666, too',
    cure: 'Write another one',
  },
  {
    rule: 'a role that only the other account has is told where it is',
    from: 'holds: {role: ci-deploy, session: build-4711, assumedBy: build-runner,',
    to: 'holds: {role: reports, session: build-4711,',
    line: 'holds: {role: reports',
    field: 'attack.holds.role',
    what: 'world.account has no role "reports"',
    cure: 'say so with `account: "444455556666"`',
  },
  {
    rule: 'whoever assumed a role is there',
    from: 'assumedBy: {role: ci-deploy, session',
    to: 'assumedBy: {account: "444455556666", role: ci-build, session',
    line: 'role: ci-build',
    field: 'world.history[1].by.assumedBy.role',
    what: 'account 444455556666 has no role "ci-build"',
    cure: 'ci-deploy or reports',
  },
  {
    rule: 'an ARN of an account of the world names somebody who is there',
    from: 'assumedBy: {role: ci-deploy, session: build-4711}',
    to: 'assumedBy: "arn:aws:iam::444455556666:user/mallet"',
    line: 'user/mallet',
    field: 'world.history[1].by.assumedBy',
    what: 'account 444455556666 has no user "mallet"',
    cure: 'mallory or keyless',
  },
  {
    rule: 'a user without a key cannot act',
    from: 'assumedBy: {role: ci-deploy, session: build-4711}',
    to: 'assumedBy: {account: "444455556666", user: keyless}',
    line: 'user: keyless',
    field: 'world.history[1].by.assumedBy.user',
    what: 'the user "keyless" has no active access key to act with',
    cure: 'accessKeys',
  },
  {
    rule: 'a chain is of roles and ends with a user',
    from: 'assumedBy: {role: ci-deploy, session: build-4711}',
    to: 'assumedBy: {account: "444455556666", user: mallory, assumedBy: {role: ci-deploy}}',
    line: 'user: mallory, assumedBy',
    field: 'world.history[1].by.assumedBy.assumedBy',
    what: 'a user has no session',
    cure: 'Take it out',
  },
  {
    rule: 'a misspelt key of a link is refused',
    from: 'assumedBy: {role: ci-deploy, session: build-4711}',
    to: 'assumedBy: {role: ci-deploy, sesion: build-4711}',
    line: 'sesion',
    field: 'world.history[1].by.assumedBy.sesion',
    what: 'there is no key "sesion" here',
    cure: 'Write `session`; here can stand account, role, session, assumedBy',
  },
  {
    rule: 'whoever assumed a role may do so',
    from: 'role: reports, session: r-1',
    to: 'role: reports, session: refused',
    line: 'session: refused',
    field: 'world.history[1].by.assumedBy',
    what: 'they cannot',
    cure: 'trust policy of the role',
  },
  {
    rule: 'a name that two accounts have says whose it is',
    from: '{{role:111122223333/ci-deploy:arn}}',
    to: '{{role:ci-deploy:arn}}',
    line: '{{role:ci-deploy:arn}}',
    field: 'injects[1].text',
    what: 'could be one of several: 111122223333 or 444455556666',
    cure: '{{role:111122223333/ci-deploy:arn}}',
  },
  {
    rule: 'a placeholder names an account of the world',
    from: '{{account:444455556666}}',
    to: '{{account:444455556667}}',
    line: '{{account:444455556667}}',
    field: 'injects[1].text',
    what: 'there is no account "444455556667"',
    cure: '111122223333 or 444455556666',
  },
  {
    rule: 'a finding is about somebody of an account of the world',
    from: 'about: {history: intruder}',
    to: 'about: {role: ci-deploy, account: "444455556667"}',
    line: 'account: "444455556667"',
    field: 'injects[0].make.about.account',
    what: 'the world has no account "444455556667"',
    cure: '444455556666',
  },
  {
    rule: 'a part of the history says by itself whose it is',
    from: 'about: {history: intruder}',
    to: 'about: {history: intruder, session: x-1}',
    line: 'session: x-1',
    field: 'injects[0].make.about.session',
    what: 'it says nothing about a history',
    cure: 'Take it out',
  },
  {
    rule: 'a finding is about one thing',
    from: 'about: {history: intruder}',
    to: 'about: {history: intruder, role: ci-deploy}',
    line: 'history: intruder, role',
    field: 'injects[0].make.about',
    what: 'it does not say whom it is about, or says it twice',
    cure: '`profile`',
  },
  {
    rule: 'a source that tells of principals tells of no profile',
    from: 'about: {history: intruder}',
    to: 'about: {profile: nightly, account: "444455556666"}',
    line: 'profile: nightly, account',
    field: 'injects[0].make.about.profile',
    what: 'guardduty tells of principals, not of profiles',
    cure: '`source: elastic`',
  },
  {
    rule: 'a profile is there, or somebody makes it',
    from: 'source: guardduty\n    make:                 # or payload: the JSON of the source\n      about: {history: intruder}',
    to: 'source: elastic\n    make:\n      about: {profile: nightly}',
    line: 'profile: nightly}',
    field: 'injects[0].make.about.profile',
    what: 'there is no profile "nightly"',
    cure: 'rolesAnywhere.profiles',
  },
  {
    rule: 'a source with one type is given none',
    from: 'source: guardduty',
    to: 'source: detective',
    line: 'type: UnauthorizedAccess',
    field: 'injects[0].make.type',
    what: "Detective's findings are all of one type",
    cure: 'Take it out',
  },
]

describe('a world of two accounts', () => {
  it('is well where every name is somewhere', () => {
    expect(checkExercise(twoAccounts, fakeKinds)).toMatchObject({ ok: true })
  })

  it.each([
    ['that the account has', '{profile: nightly, account: "444455556666"}', ''],
    ['that somebody made before', '{profile: door}', 'CreateProfile, parameters: {name: door}'],
  ])('may have a finding about a profile %s', (_whose, about, made) => {
    const text = changed(
      twoAccounts,
      ['source: guardduty', 'source: elastic'],
      ['about: {history: intruder}', `about: ${about}`],
      ['calls: [{service: s3, action: ListBuckets}]', `calls: [{service: s3, action: ${made || 'ListBuckets'}}]`],
    )
    expect(checkExercise(text, fakeKinds)).toMatchObject({ ok: true })
  })
})

describeMistakes('what is wrong with accounts', mistakes, twoAccounts)
