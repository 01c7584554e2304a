import type { Json } from '../../../../src/domain/canonical-json.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'
import { aRecord, normalised } from './normalised.js'

const identity = (userIdentity: Json) => normalised(aRecord({ userIdentity })).actor

describe('who made the call', () => {
  it.each<[string, Json, string | undefined]>([
    ['a session by its ARN', { arn: 'arn:aws:sts::444455556666:assumed-role/Deploy/ci' }, 'AssumedRole'],
    ['a session by its principal id', { principalId: 'AROAEXAMPLEDEPLOY0001:ci' }, 'AssumedRole'],
    ['a session by its issuer', { sessionContext: { sessionIssuer: { type: 'Role' } } }, 'AssumedRole'],
    ['a role by its principal id', { principalId: 'AROAEXAMPLEDEPLOY0001' }, 'Role'],
    ['a role by its ARN', { arn: 'arn:aws:iam::444455556666:role/x/Deploy' }, 'Role'],
    ['a user by its ARN, in another partition', { arn: 'arn:aws-cn:iam::444455556666:user/otto' }, 'IAMUser'],
    ['a user by its principal id', { principalId: 'AIDAEXAMPLEOTTO000001' }, 'IAMUser'],
    ['a federated user by its ARN', { arn: 'arn:aws:sts::444455556666:federated-user/guest' }, 'FederatedUser'],
    ['root by its ARN', { arn: 'arn:aws:iam::444455556666:root' }, 'Root'],
    ['root by ids that are the account', { principalId: '444455556666', accountId: '444455556666' }, 'Root'],
    ['a service by who invoked', { accountId: '444455556666', invokedBy: 'ec2.amazonaws.com' }, 'AWSService'],
    [
      'a person of Identity Center',
      { onBehalfOf: { userId: 'd0b1' }, accountId: '444455556666' },
      'IdentityCenterUser',
    ],
    ['nobody by an account alone', { accountId: '444455556666' }, undefined],
    ['nobody by a prefix that says nothing', { principalId: 'ASCAEXAMPLE0000000001' }, undefined],
  ])('is %s, where no type is said', (_, userIdentity, type) => {
    expect(identity(userIdentity).type).toBe(type)
  })

  it("a type of 'Unknown' is no answer where the ARN has one, and stays where nothing has", () => {
    const arn = 'arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_Admin_1b74cd717d47002b/ana'
    expect(identity({ type: 'Unknown', arn }).type).toBe('AssumedRole')
    expect(identity({ type: 'Unknown', principalId: 'x' }).type).toBe('Unknown')
  })

  it('an empty key and a hidden name are none', () => {
    const actor = identity({ type: 'IAMUser', accessKeyId: '', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' })
    expect(actor).toEqual({ type: 'IAMUser' })
  })

  it('a session tells its issuer, MFA, source identity and how an instance got it', () => {
    const sessionContext = {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEDEPLOY0001',
        arn: 'arn:aws:iam::444455556666:role/a/Deploy',
      },
      attributes: { creationDate: '2026-03-01T09:00:00Z', mfaAuthenticated: 'true' },
      webIdFederationData: { federatedProvider: 'arn:aws:iam::444455556666:oidc-provider/token.example.com' },
      sourceIdentity: 'ana',
      ec2RoleDelivery: '2.0',
    }
    expect(identity({ type: 'AssumedRole', sessionContext })).toEqual({
      type: 'AssumedRole',
      issuerType: 'Role',
      issuerId: 'AROAEXAMPLEDEPLOY0001',
      issuerArn: 'arn:aws:iam::444455556666:role/a/Deploy',
      sessionIssuedAt: '2026-03-01T09:00:00Z',
      mfa: true,
      identityProvider: 'arn:aws:iam::444455556666:oidc-provider/token.example.com',
      sourceIdentity: 'ana',
      ec2RoleDelivery: '2.0',
    })
  })

  it('a session of Identity Center tells on whose behalf it acts', () => {
    const onBehalfOf = {
      userId: '94482488-3041-7079',
      identityStoreArn: 'arn:aws:identitystore::444455556666:identitystore/d-1',
    }
    expect(identity({ type: 'IdentityCenterUser', onBehalfOf }).onBehalfOfUserId).toBe('94482488-3041-7079')
    expect(identity({ type: 'AssumedRole', sessionContext: { onBehalfOf } }).onBehalfOfUserId).toBe(
      '94482488-3041-7079',
    )
  })

  it("a SAML user's provider is its own, a console sign-in's stands beside it, as does its MFA", () => {
    expect(identity({ type: 'SAMLUser', identityProvider: 'idp.example.com' }).identityProvider).toBe('idp.example.com')
    const additionalEventData = { MFAUsed: 'Yes', SamlProviderArn: 'arn:aws:iam::444455556666:saml-provider/Okta' }
    const { actor } = normalised(aRecord({ eventName: 'ConsoleLogin', additionalEventData }))
    expect(actor).toMatchObject({ mfa: true, identityProvider: additionalEventData.SamlProviderArn })
    expect(normalised(aRecord({ additionalEventData: { MFAUsed: 'No' } })).actor.mfa).toBe(false)
  })
})

describe('when the call was made', () => {
  it.each<[string, { readonly [name: string]: Json }, string]>([
    ['eventTime', { eventTime: '2026-03-01T10:00:00Z', '@timestamp': '2027-01-01T00:00:00Z' }, '2026-03-01T10:00:00Z'],
    ['@timestamp', { '@timestamp': '2026-03-01T10:00:00.250Z' }, '2026-03-01T10:00:00.250Z'],
    ['@timestamp in milliseconds', { '@timestamp': 1_772_359_200_000 }, '2026-03-01T10:00:00.000Z'],
    ['event.created', { event: { created: '2026-03-01T10:00:00Z' } }, '2026-03-01T10:00:00Z'],
    ['event.created as one name', { 'event.created': '2026-03-01T10:00:00Z' }, '2026-03-01T10:00:00Z'],
    ['p_event_time', { p_event_time: '2026-03-01 10:00:00.000000000' }, '2026-03-01T10:00:00Z'],
    [
      'the next one, where eventTime is none',
      { eventTime: 'then', '@timestamp': '20260301T100000Z' },
      '2026-03-01T10:00:00Z',
    ],
  ])('is read from %s', (_, times, expected) => {
    expect(normalised(aRecord(times, 'eventTime' in times ? [] : ['eventTime'])).eventTime).toBe(expected)
  })

  it.each<[string, Json]>([
    ['a number that is no time', 7],
    ['a time before CloudTrail, in milliseconds', 1_000],
    ['a list', ['2026-03-01T10:00:00Z']],
  ])('%s is refused', (_, time) => {
    const record = aRecord({ '@timestamp': time }, ['eventTime'])
    expect(normaliseRecord(record)).toEqual({ ok: false, reason: 'no eventTime, or one that is no time' })
  })
})

describe('what a record is named by', () => {
  it('its own id, else the one of its envelope, else a digest of its content that does not depend on the order of fields', () => {
    const nameless = aRecord({}, ['eventID'])
    expect(normalised(aRecord(), 'other').eventId).toBe('3f2c7b1e-0d5a-4c61-9b7e-52a4d0c9e811')
    expect(normalised(nameless, 'of-the-envelope').eventId).toBe('of-the-envelope')
    const turned = Object.fromEntries(Object.entries(nameless).reverse())
    expect(normalised(nameless).eventId).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(normalised(turned).eventId).toBe(normalised(nameless).eventId)
    expect(normalised({ ...nameless, awsRegion: 'eu-west-2' }).eventId).not.toBe(normalised(nameless).eventId)
  })

  it('a record of an Insights event says that it is none', () => {
    const record = aRecord({ eventType: 'AwsCloudTrailInsight' }, ['eventName'])
    expect(normaliseRecord(record)).toMatchObject({ ok: false, reason: expect.stringContaining('Insights') })
  })
})

describe('records of stores that fold names or flatten fields', () => {
  it('folded names are read, and what is spelled right wins', () => {
    const event = normalised({
      eventid: 'e-1',
      eventname: 'GetObject',
      eventsource: 's3.amazonaws.com',
      eventtime: '2026-03-01 10:00:00',
      awsregion: 'eu-west-1',
      awsRegion: 'eu-west-2',
      useridentity: {
        type: 'AssumedRole',
        accountid: '444455556666',
        sessioncontext: {
          sessionissuer: { arn: 'arn:aws:iam::444455556666:role/Deploy', principalid: 'AROAEXAMPLEDEPLOY0001' },
        },
      },
      requestparameters: { bucketname: 'kept as it is' },
    })
    expect(event).toMatchObject({
      eventId: 'e-1',
      eventTime: '2026-03-01T10:00:00Z',
      region: 'eu-west-2',
      actor: { accountId: '444455556666', issuerArn: 'arn:aws:iam::444455556666:role/Deploy' },
      requestParameters: { bucketname: 'kept as it is' },
    })
  })

  it('parameters in a JSON text are read; cut off they are absent', () => {
    expect(normalised(aRecord({ requestParameters: '{"bucketName":"b"}' })).requestParameters).toEqual({
      bucketName: 'b',
    })
    expect(normalised(aRecord({ requestParameters: '{"bucketName":"b' }))).not.toHaveProperty('requestParameters')
    expect(normalised(aRecord({ requestParameters: '{"bucketName":"b}' }))).not.toHaveProperty('requestParameters')
  })
})

describe('what calls of several accounts share', () => {
  it('the id of the call, its kind, and the account that was called', () => {
    const event = normalised(
      aRecord({ sharedEventID: 's-1', eventType: 'AwsApiCall', recipientAccountId: '777788889999' }),
    )
    expect(event).toMatchObject({ sharedEventId: 's-1', eventType: 'AwsApiCall', accountId: '777788889999' })
    expect(event.actor.accountId).toBe('444455556666')
  })
})
