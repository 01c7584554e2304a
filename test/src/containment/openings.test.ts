import { findSuspects } from '../../../src/containment/suspects.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { nameSuspect } from '../../../src/domain/suspect-words.js'
import { applied, aUserActor, byAdmin, eve } from './records.js'
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

const anchor = { trustAnchor: { name: 'build CA', trustAnchorId: 'ta-1', enabled: true } }
const profile = { profile: { name: 'builds', profileId: 'p-1', enabled: true } }
const saml = 'arn:aws:iam::111122223333:saml-provider/corp'
const oidc = 'arn:aws:iam::111122223333:oidc-provider/ci.example'

describe('a way in from outside AWS is a suspect where the principal made, changed or turned it on', () => {
  it.each([
    ['CreateTrustAnchor', { name: 'build CA', enabled: true }, anchor, 'new Roles Anywhere trust anchor build CA/ta-1'],
    ['UpdateTrustAnchor', { trustAnchorId: 'ta-1' }, anchor, 'Roles Anywhere trust anchor build CA/ta-1 changed'],
    ['EnableTrustAnchor', { trustAnchorId: 'ta-1' }, anchor, 'Roles Anywhere trust anchor build CA/ta-1 turned on'],
    ['CreateProfile', { name: 'builds', enabled: true }, profile, 'new Roles Anywhere profile builds/p-1'],
    ['UpdateProfile', { profileId: 'p-1' }, profile, 'Roles Anywhere profile builds/p-1 changed'],
    ['EnableProfile', { profileId: 'p-1' }, undefined, 'Roles Anywhere profile p-1 turned on'],
    ['CreateSAMLProvider', { name: 'corp' }, { sAMLProviderArn: saml }, `new identity provider ${saml}`],
    ['UpdateSAMLProvider', { sAMLProviderArn: saml }, undefined, `identity provider ${saml} changed`],
    [
      'CreateOpenIDConnectProvider',
      { url: 'https://ci.example' },
      undefined,
      'new identity provider https://ci.example',
    ],
    [
      'AddClientIDToOpenIDConnectProvider',
      { openIDConnectProviderArn: oidc },
      undefined,
      `identity provider ${oidc} changed`,
    ],
  ])('%s', (eventName, requestParameters, responseElements, said) => {
    const suspects = suspectsIn(outside(eventName, { requestParameters, responseElements }))
    expect(suspects.map(nameSuspect)).toEqual([said])
    expect(suspects).toMatchObject([{ cause: 'principal', createdAt: eventTime }])
  })

  it('one that was made and changed is new, once', () => {
    const created = outside('CreateProfile', { requestParameters: { name: 'builds' }, responseElements: profile })
    const changed = outside('UpdateProfile', { requestParameters: { profileId: 'p-1' }, responseElements: profile })
    expect(suspectsIn(created, changed).map(nameSuspect)).toEqual(['new Roles Anywhere profile builds/p-1'])
  })

  it.each([
    ['that failed', { errorCode: 'AccessDenied', requestParameters: { name: 'builds' } }],
    [
      'of what is made turned off',
      { requestParameters: { name: 'builds', enabled: false }, responseElements: profile },
    ],
    ['of another service', { eventSource: 'transfer.amazonaws.com', requestParameters: { name: 'builds' } }],
    ['by somebody else', { actor: aUserActor('mallory'), requestParameters: { name: 'builds' } }],
  ])('a call %s is none', (_which, changes) => {
    expect(suspectsIn(outside('CreateProfile', changes))).toEqual([])
  })
})

function outside(eventName: string, changes: Partial<CloudTrailEvent>) {
  const eventSource = eventName.includes('Provider') ? 'iam.amazonaws.com' : 'rolesanywhere.amazonaws.com'
  return byAdmin({ eventName, eventTime, eventSource, actor: eve(), ...changes })
}

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
