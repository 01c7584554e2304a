import { observeActivity } from '../../../src/containment/observe.js'
import { tamperingIn } from '../../../src/containment/tampering.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { aCall, applied, aUserActor, byAdmin, eve } from './records.js'
import { aGroup, aRole, aUser, containmentId, planFor } from './samples.js'

const user = applied(planFor(aUser(), { user: ['deny-all', 'disable-keys'] }))
const group = applied(planFor(aGroup()))
const policyName = `DenyAll-${containmentId}`

function acts(block: typeof user, ...events: CloudTrailEvent[]): string[] {
  return tamperingIn(events, block).map(({ what }) => what)
}

describe('acts against a blocked user', () => {
  it.each([
    ['AttachUserPolicy', { policyArn: 'arn:p' }, 'AttachUserPolicy arn:p'],
    ['DetachUserPolicy', { policyArn: 'arn:p' }, 'DetachUserPolicy arn:p'],
    ['PutUserPermissionsBoundary', { permissionsBoundary: 'arn:b' }, 'PutUserPermissionsBoundary arn:b'],
    ['DeleteUserPermissionsBoundary', {}, 'DeleteUserPermissionsBoundary'],
    ['AddUserToGroup', { groupName: 'admins' }, 'AddUserToGroup admins'],
    ['RemoveUserFromGroup', { groupName: 'builders' }, 'RemoveUserFromGroup builders'],
    ['CreateAccessKey', {}, 'CreateAccessKey'],
    ['UpdateAccessKey', { accessKeyId: 'AKIA1', status: 'Active' }, 'UpdateAccessKey AKIA1'],
    ['CreateLoginProfile', {}, 'CreateLoginProfile'],
    ['UpdateLoginProfile', {}, 'UpdateLoginProfile'],
    ['CreateServiceSpecificCredential', {}, 'CreateServiceSpecificCredential'],
    ['DeleteUserPolicy', { policyName }, `DeleteUserPolicy ${policyName}`],
    ['PutUserPolicy', { policyName: policyName.toLowerCase() }, `PutUserPolicy ${policyName.toLowerCase()}`],
    ['UpdateUser', { newUserName: 'adam' }, 'UpdateUser'],
    ['DeleteUser', {}, 'DeleteUser'],
    ['CreateUser', {}, 'CreateUser'],
  ])('%s %j is one', (eventName, parameters, what) => {
    expect(acts(user, byAdmin({ eventName, requestParameters: { userName: 'EVE', ...parameters } }))).toEqual([what])
    expect(acts(user, byAdmin({ eventName, requestParameters: { userName: 'adam', ...parameters } }))).toEqual([])
  })

  it('the quarantine that AWS attaches is none, and taking it off is one', () => {
    const policyArn = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3'
    const requestParameters = { userName: 'eve', policyArn }
    expect(acts(user, byAdmin({ eventName: 'AttachUserPolicy', requestParameters }))).toEqual([])
    expect(acts(user, byAdmin({ eventName: 'DetachUserPolicy', requestParameters }))).toHaveLength(1)
  })

  it('turning a key off is none', () => {
    const requestParameters = { userName: 'eve', accessKeyId: 'AKIA1', status: 'Inactive' }
    expect(acts(user, byAdmin({ eventName: 'UpdateAccessKey', requestParameters }))).toEqual([])
  })

  it('a key that the user makes without naming itself is one; one that somebody else makes so is not', () => {
    const own = aCall({ eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey', actor: eve() })
    expect(acts(user, own, byAdmin({ eventName: 'CreateAccessKey' }))).toEqual(['CreateAccessKey'])
  })

  it('another inline policy and tags are none: they show as drift', () => {
    const requestParameters = { userName: 'eve', policyName: 'other' }
    const events = ['PutUserPolicy', 'DeleteUserPolicy', 'TagUser'].map((eventName) =>
      byAdmin({ eventName, requestParameters }),
    )
    expect(acts(user, ...events)).toEqual([])
  })

  it('what was done before the block, and what we do ourselves, are none', () => {
    const requestParameters = { userName: 'eve' }
    const before = byAdmin({ eventName: 'CreateAccessKey', requestParameters, eventTime: '2026-03-01T09:59:59Z' })
    const ourArns = ['arn:aws:iam::111122223333:user/robots/base', 'arn:aws:iam::111122223333:role/security/tourniquet']
    const ours = [aUserActor('base'), { arn: 'arn:aws:sts::111122223333:assumed-role/tourniquet/x' }].map((actor) =>
      byAdmin({ eventName: 'UpdateAccessKey', requestParameters: { ...requestParameters, status: 'Active' }, actor }),
    )
    expect(acts({ ...user, ourArns }, before, ...ours)).toEqual([])
  })
})

describe('acts against a blocked group', () => {
  it.each([
    ['RemoveUserFromGroup', { userName: 'eve' }, 'RemoveUserFromGroup eve'],
    ['AddUserToGroup', { userName: 'zoe' }, 'AddUserToGroup zoe'],
    ['DetachGroupPolicy', { policyArn: 'arn:p' }, 'DetachGroupPolicy arn:p'],
    ['DeleteGroupPolicy', { policyName }, `DeleteGroupPolicy ${policyName}`],
    ['UpdateGroup', { newGroupName: 'x' }, 'UpdateGroup'],
    ['DeleteGroup', {}, 'DeleteGroup'],
  ])('%s %j is one, by a member as well', (eventName, parameters, what) => {
    const requestParameters = { groupName: 'Builders', ...parameters }
    expect(acts(group, byAdmin({ eventName, requestParameters }))).toEqual([what])
    expect(acts(group, byAdmin({ eventName, requestParameters, actor: eve() }))).toEqual([what])
    expect(acts(group, byAdmin({ eventName, requestParameters: { ...parameters, groupName: 'ops' } }))).toEqual([])
  })
})

describe('the trail', () => {
  const stopping = (actor: CloudTrailEvent['actor'], changes: Partial<CloudTrailEvent> = {}) =>
    aCall({
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      requestParameters: { name: 'main' },
      actor,
      ...changes,
    })

  it.each(['StopLogging', 'DeleteTrail', 'PutEventSelectors', 'UpdateTrail'])(
    '%s by the principal is an act',
    (eventName) => {
      expect(acts(user, stopping(eve(), { eventName }))).toEqual([`${eventName} main`])
    },
  )

  it('stopped shortly before the block it is one as well: it blinds whoever verifies', () => {
    const event = stopping(eve(), { eventTime: '2026-03-01T09:55:00Z' })
    expect(observeActivity([event], user).tampering).toHaveLength(1)
  })

  it('stopped by somebody whom the principal made it is one, by an administrator it is none', () => {
    const made = byAdmin({
      eventName: 'CreateUser',
      actor: eve(),
      created: { kind: 'user', name: 'backdoor' },
      requestParameters: { userName: 'backdoor' },
    })
    expect(acts(user, made, stopping(aUserActor('backdoor')))).toEqual(['StopLogging main'])
    expect(acts(user, stopping(aUserActor('backdoor')))).toEqual([])
    expect(acts(user, stopping(eve(), { errorCode: 'AccessDenied' }))).toEqual([])
  })

  it('stopped from a session that the principal opened in another role it is one', () => {
    const role = applied(planFor(aRole()))
    const chained = { type: 'AssumedRole', accessKeyId: 'ASIAEXAMPLECHAINED001' }
    const opened = aCall({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      issued: {
        kind: 'assumeRole',
        accessKeyId: 'ASIAEXAMPLECHAINED001',
        roleArn: 'arn:aws:iam::111122223333:role/admin',
      },
    })
    expect(acts(role, opened, stopping(chained))).toEqual(['StopLogging main'])
    expect(acts(role, stopping(chained))).toEqual([])
  })
})
