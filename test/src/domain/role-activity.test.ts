import { assumedRoleOf, isActivityOf } from '../../../src/domain/role-activity.js'
import { aCall, byAdmin } from '../containment/samples.js'

const arn = 'arn:aws:iam::111122223333:role/ci-deploy'
const role = { arn, name: 'ci-deploy', accountId: '111122223333', uniqueId: 'AROAEXAMPLECIDEPLOY01' }
const unresolved = { ...role, uniqueId: null }

describe('whose activity a record is', () => {
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
