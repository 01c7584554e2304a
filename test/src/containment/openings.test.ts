import { findSuspects } from '../../../src/containment/suspects.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { nameSuspect } from '../../../src/domain/suspect-words.js'
import { applied, byAdmin, eve } from './records.js'
import { aUser, planFor } from './samples.js'

const eventTime = '2026-03-01T10:00:02Z'

function suspectsIn(...events: readonly CloudTrailEvent[]) {
  const scope = { inventory: [], newKeys: [], lookedAt: '2026-03-01T10:10:00Z', plannedAt: '2026-03-01T09:45:00Z' }
  return findSuspects({ ...scope, events, block: applied(planFor(aUser())), suspectLookbackMs: 15 * 60_000 })
}

function act(eventName: string, requestParameters: NonNullable<CloudTrailEvent['requestParameters']>) {
  return byAdmin({ eventName, eventTime, requestParameters, actor: eve() })
}

describe('another way into what was there before is told as what it is, never as something new', () => {
  it.each([
    ['UpdateAssumeRolePolicy', { roleName: 'claims-deploy' }, 'trust of role claims-deploy changed'],
    ['CreateLoginProfile', { userName: 'adam' }, 'password of user adam set'],
    ['UpdateLoginProfile', { userName: 'adam' }, 'password of user adam changed'],
    ['UpdateAccessKey', { userName: 'adam', status: 'Active' }, 'access key of user adam activated'],
    ['CreateServiceSpecificCredential', { userName: 'adam' }, 'service-specific credential of user adam made'],
    ['ResetServiceSpecificCredential', { userName: 'adam' }, 'service-specific credential of user adam made'],
    ['UploadSSHPublicKey', { userName: 'adam' }, 'SSH public key of user adam uploaded'],
    ['UploadSigningCertificate', { userName: 'adam' }, 'signing certificate of user adam uploaded'],
  ])('%s', (eventName, parameters, said) => {
    const suspects = suspectsIn(act(eventName, parameters))
    expect(suspects.map(nameSuspect)).toEqual([said])
    expect(suspects).toMatchObject([{ cause: 'principal', createdAt: eventTime }])
  })

  it('a role that the principal made and then opened is new', () => {
    const created = byAdmin({ eventName: 'CreateRole', eventTime, created: { kind: 'role', name: 'x' }, actor: eve() })
    expect(suspectsIn(act('UpdateAssumeRolePolicy', { roleName: 'x' }), created).map(nameSuspect)).toEqual([
      'new role x',
    ])
  })

  it('a key that is turned off opens nothing', () => {
    expect(suspectsIn(act('UpdateAccessKey', { userName: 'adam', status: 'Inactive' }))).toEqual([])
  })
})

describe('what came into being is told as new', () => {
  it.each([
    ['user', 'new user x'],
    ['role', 'new role x'],
    ['accessKey', 'new access key x'],
    ['session', 'session x'],
  ] as const)('%s', (kind, said) => {
    expect(nameSuspect({ kind, name: 'x' })).toBe(said)
  })
})
