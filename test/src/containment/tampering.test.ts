import { tamperingIn } from '../../../src/containment/tampering.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { aCall, applied, byAdmin } from './records.js'
import { aRole, planFor } from './samples.js'

const policyName = 'DenyAll-cnt_0123456789abcdefghij'
const block = applied(planFor(aRole()))

function acts(events: CloudTrailEvent[]): string[] {
  return tamperingIn(events, block).map(({ what }) => what)
}

describe('acts against the block', () => {
  it('say what was done, by whom and when', () => {
    const event = byAdmin({ eventName: 'DeleteRolePolicy', requestParameters: { roleName: 'ci-deploy', policyName } })
    expect(tamperingIn([event], block)).toEqual([
      {
        what: `DeleteRolePolicy ${policyName}`,
        by: 'arn:aws:iam::111122223333:user/mallory',
        at: '2026-03-01T10:05:00Z',
      },
    ])
  })

  it.each([
    'AttachRolePolicy',
    'DetachRolePolicy',
    'PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary',
    'UpdateAssumeRolePolicy',
    'DeleteRole',
    'CreateRole',
  ])('%s on the role is one, in any case of its name', (eventName) => {
    expect(acts([byAdmin({ eventName, requestParameters: { roleName: 'CI-DEPLOY' } })])).toEqual([eventName])
  })

  it('a removal that a person retried after is none any more, one after the retry is', () => {
    const removed = (eventTime: string) =>
      byAdmin({ eventName: 'DeleteRolePolicy', requestParameters: { roleName: 'ci-deploy', policyName }, eventTime })
    const retried = applied(planFor(aRole()), { gapsUpTo: '2026-03-01T10:20:00Z' })
    const times = ['2026-03-01T10:19:59Z', '2026-03-01T10:20:00Z', '2026-03-01T10:21:00Z']
    expect(tamperingIn(times.map(removed), retried).map(({ at }) => at)).toEqual(times.slice(1))
    const trust = byAdmin({ eventName: 'UpdateAssumeRolePolicy', requestParameters: { roleName: 'ci-deploy' } })
    expect(tamperingIn([trust], retried)).toHaveLength(1)
  })

  it('a removal before a re-put is one: the name was nobody else’s', () => {
    const requestParameters = { roleName: 'ci-deploy', policyName }
    const removal = byAdmin({ eventName: 'DeleteRolePolicy', requestParameters, eventTime: '2026-03-01T09:59:00Z' })
    expect(acts([removal])).toEqual([`DeleteRolePolicy ${policyName}`])
    const literal = planFor(aRole(), {}, { policyName: 'DenyAll' })
    const theirs = { ...removal, requestParameters: { roleName: 'ci-deploy', policyName: 'DenyAll' } }
    expect(tamperingIn([theirs], applied(literal))).toEqual([])
    expect(tamperingIn([{ ...theirs, eventTime: '2026-03-01T10:00:00Z' }], applied(literal))).toHaveLength(1)
  })

  it('the role itself taking the block off is one', () => {
    const event = aCall({
      eventSource: 'iam.amazonaws.com',
      eventName: 'DeleteRolePolicy',
      requestParameters: { roleName: 'ci-deploy', policyName },
    })
    expect(tamperingIn([event], block)).toMatchObject([
      { by: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/build-17' },
    ])
  })

  it.each<[string, Partial<CloudTrailEvent>]>([
    ['another policy put on the role', { requestParameters: { roleName: 'ci-deploy', policyName: 'theirs' } }],
    ['another role', { requestParameters: { roleName: 'ci-deploy-2', policyName } }],
    [
      'a namesake in another account',
      { requestParameters: { roleName: 'ci-deploy', policyName }, accountId: '444455556666' },
    ],
    [
      'an attempt that was denied',
      { requestParameters: { roleName: 'ci-deploy', policyName }, errorCode: 'AccessDenied' },
    ],
    ['parameters that CloudTrail cut off', {}],
    ['parameters of another shape', { requestParameters: { roleName: ['ci-deploy'], policyName } }],
  ])('%s is none', (_, changes) => {
    expect(acts([byAdmin({ eventName: 'PutRolePolicy', ...changes })])).toEqual([])
  })

  it.each([
    ['arn:aws:sts::111122223333:assumed-role/tourniquet/any-session', undefined],
    ['arn:aws:sts::111122223333:assumed-role/Tourniquet/x', 'arn:aws:iam::111122223333:role/security/Tourniquet'],
    ['arn:aws:iam::111122223333:role/security/tourniquet', undefined],
  ])('what we do ourselves (%s) is none', (arn, issuerArn) => {
    const actor = { arn, ...(issuerArn === undefined ? {} : { issuerArn }) }
    const requestParameters = { roleName: 'ci-deploy', policyName }
    expect(acts([byAdmin({ eventName: 'PutRolePolicy', requestParameters, actor })])).toEqual([])
  })

  it('a session of a role of ours in another account is not us', () => {
    const actor = { arn: 'arn:aws:sts::444455556666:assumed-role/tourniquet/x' }
    expect(acts([byAdmin({ eventName: 'DeleteRole', requestParameters: { roleName: 'ci-deploy' }, actor })])).toEqual([
      'DeleteRole',
    ])
  })

  it('an act whose actor the record does not name is still an act', () => {
    const event = byAdmin({ eventName: 'DeleteRole', requestParameters: { roleName: 'ci-deploy' }, actor: {} })
    expect(tamperingIn([event], block)).toMatchObject([{ what: 'DeleteRole', by: null }])
  })
})
