import { assumedRoleOf, isActivityOf, sessionNameOf } from '../../../src/domain/principal-activity.js'
import { aRoleIdentity, aUserIdentity } from '../../support/fixtures/identities.js'
import { aCall, byAdmin, eve, eveFederated } from '../containment/records.js'

const role = aRoleIdentity
const { arn } = role
const unresolved = { ...role, uniqueId: null }
const user = aUserIdentity

describe('whether a call is the activity of a role', () => {
  it('a call of its session is, with the unique id known or not', () => {
    expect(isActivityOf(aCall(), role)).toBe(true)
    expect(isActivityOf(aCall(), unresolved)).toBe(true)
  })

  it('the unique id decides: a namesake is another role, a renamed ARN is not', () => {
    const { actor } = aCall()
    expect(isActivityOf(aCall({ actor: { ...actor, issuerId: 'AROAEXAMPLEANOTHER001' } }), role)).toBe(false)
    expect(
      isActivityOf(aCall({ actor: { ...actor, issuerArn: 'arn:aws:iam::111122223333:role/x/ci-deploy' } }), role),
    ).toBe(true)
  })

  it('without ids the ARN with its path decides before the name', () => {
    const actor = { issuerArn: 'arn:aws:iam::111122223333:role/other/ci-deploy', arn: aCall().actor.arn }
    expect(isActivityOf(aCall({ actor }), unresolved)).toBe(false)
  })

  it('a user of the same name is somebody else', () => {
    const actor = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ci-deploy', userName: 'ci-deploy' }
    expect(isActivityOf(aCall({ actor }), unresolved)).toBe(false)
    expect(isActivityOf(byAdmin({ requestParameters: { roleArn: arn } }), role)).toBe(false)
    expect(isActivityOf(aCall({ actor: {} }), role)).toBe(false)
  })

  it('of one session of it: that session only, and whatever does not name its session', () => {
    const session = { ...role, sessionName: 'build-17' }
    const { principalId: _id, arn: _arn, ...unnamed } = aCall().actor
    expect(isActivityOf(aCall(), session)).toBe(true)
    expect(isActivityOf(aCall(), { ...role, sessionName: 'build-18' })).toBe(false)
    expect(isActivityOf(aCall({ actor: unnamed }), session)).toBe(true)
  })
})

describe('whether a call is the activity of a user', () => {
  it('with its keys, its session tokens and its federated sessions it is', () => {
    for (const actor of [eve(), eve({ accessKeyId: 'ASIA1' }), eveFederated()]) {
      expect(isActivityOf(aCall({ actor }), user)).toBe(true)
      expect(isActivityOf(aCall({ actor }), { ...user, uniqueId: null })).toBe(true)
    }
  })

  it('of a re-created namesake, a role of its name or somebody elsewhere it is not', () => {
    const elsewhere = { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/staff/eve' }
    for (const actor of [eve({ principalId: 'AIDAEXAMPLEANOTHEREVE' }), aCall().actor, elsewhere, {}]) {
      expect(isActivityOf(aCall({ actor }), user)).toBe(false)
    }
  })

  it('a group never acts', () => {
    expect(isActivityOf(aCall({ actor: eve() }), { ...user, type: 'group' })).toBe(false)
  })
})

describe("a session's name", () => {
  it.each([
    [{ principalId: 'AROAEXAMPLE:build-17' }, 'build-17'],
    [{ principalId: '111122223333:partner' }, 'partner'],
    [{ arn: 'arn:aws:sts::111122223333:assumed-role/ci/build-17' }, 'build-17'],
    [{ principalId: 'AIDAEXAMPLE', arn: 'arn:aws:iam::111122223333:user/eve' }, null],
    [{}, null],
  ])('of %j is %j', (actor, name) => {
    expect(sessionNameOf(actor)).toBe(name)
  })
})

describe('an assumed-role ARN', () => {
  it.each([
    ['arn:aws:sts::111122223333:assumed-role/ci/build', 'ci'],
    ['arn:aws-cn:sts::111122223333:assumed-role/ci/a/b', 'ci'],
    ['arn:aws-us-gov:sts::111122223333:assumed-role/c+i=,.@-/x', 'c+i=,.@-'],
  ])('%s is of role %s', (text, roleName) => {
    expect(assumedRoleOf(text)).toEqual({ accountId: '111122223333', roleName })
  })

  it.each(['', arn, 'arn:aws:sts::111122223333:federated-user/x', 'arn:aws:sts::111122223333:assumed-role/ci'])(
    '%j is none',
    (text) => {
      expect(assumedRoleOf(text)).toBeNull()
    },
  )
})
