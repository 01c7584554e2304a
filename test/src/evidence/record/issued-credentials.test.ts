import type { Json } from '../../../../src/domain/canonical-json.js'
import { aRecord, normalised } from './normalised.js'

const credentials = {
  accessKeyId: 'ASIAEXAMPLE0000000042',
  expiration: 'Mar 1, 2026, 11:00:00 AM',
  sessionToken: 'tok',
}
const assumedRoleUser = {
  assumedRoleId: 'AROAEXAMPLEDEPLOY0001:ci',
  arn: 'arn:aws:sts::444455556666:assumed-role/Deploy/ci',
}

function issuedBy(
  eventName: string,
  requestParameters: Json,
  responseElements: Json,
  eventSource = 'sts.amazonaws.com',
) {
  return normalised(aRecord({ eventSource, eventName, requestParameters, responseElements })).issued
}

describe('credentials that a call handed out', () => {
  it.each([
    ['AssumeRole', 'assumeRole'],
    ['AssumeRoleWithSAML', 'saml'],
    ['AssumeRoleWithWebIdentity', 'webIdentity'],
    ['AssumeRoot', 'root'],
    ['GetSessionToken', 'sessionToken'],
    ['GetFederationToken', 'federationToken'],
    ['GetDelegatedAccessToken', 'other'],
    ['ANameOfTomorrow', 'other'],
    ['constructor', 'other'],
  ])('of %s are of the kind %s', (eventName, kind) => {
    const issued = issuedBy(eventName, null, { credentials })
    expect(issued).toEqual({ kind, accessKeyId: 'ASIAEXAMPLE0000000042', expiresAt: '2026-03-01T11:00:00Z' })
  })

  it('tell the session that was made, and the person behind it', () => {
    const request = { roleArn: 'arn:aws:iam::444455556666:role/a/Deploy', roleSessionName: 'ci', sourceIdentity: 'ana' }
    expect(issuedBy('AssumeRole', request, { credentials, assumedRoleUser })).toMatchObject({
      roleArn: 'arn:aws:iam::444455556666:role/a/Deploy',
      sessionName: 'ci',
      assumedRoleId: 'AROAEXAMPLEDEPLOY0001:ci',
      sourceIdentity: 'ana',
    })
    expect(issuedBy('AssumeRole', null, { credentials, sourceIdentity: 'eva' })?.sourceIdentity).toBe('eva')
  })

  it('tell the provider: of SAML, of OIDC, or the trust anchor of Roles Anywhere', () => {
    const saml = { sAMLProviderArn: 'arn:aws:iam::444455556666:saml-provider/Okta' }
    expect(issuedBy('AssumeRoleWithSAML', saml, { credentials })?.provider).toBe(saml.sAMLProviderArn)
    const oidc = { credentials, provider: 'arn:aws:iam::444455556666:oidc-provider/token.example.com' }
    expect(issuedBy('AssumeRoleWithWebIdentity', null, oidc)?.provider).toBe(oidc.provider)
    const anchor = { trustAnchorArn: 'arn:aws:rolesanywhere:eu-west-1:444455556666:trust-anchor/t-1' }
    const answer = { credentialSet: [{ credentials, assumedRoleUser, sourceIdentity: 'CN=host' }] }
    expect(issuedBy('CreateSession', anchor, answer, 'rolesanywhere.amazonaws.com')).toMatchObject({
      kind: 'rolesAnywhere',
      provider: anchor.trustAnchorArn,
      sourceIdentity: 'CN=host',
      sessionName: 'ci',
    })
  })

  it('are found under other names where the key is a temporary one, and only there', () => {
    const found = issuedBy(
      'GetRoleCredentials',
      null,
      { roleCredentials: { accessKeyId: 'ASIA7' } },
      'sso.amazonaws.com',
    )
    expect(found).toEqual({ kind: 'other', accessKeyId: 'ASIA7' })
    expect(
      issuedBy('CreateAccessKey', null, { accessKey: { accessKeyId: 'AKIA7' } }, 'iam.amazonaws.com'),
    ).toBeUndefined()
    expect(issuedBy('GetCredentialsForIdentity', null, { Credentials: { AccessKeyId: 'ASIA8' } })?.accessKeyId).toBe(
      'ASIA8',
    )
  })

  it.each<[string, Json]>([
    ['no key', { credentials: { expiration: 'never' } }],
    ['a text for credentials', { credentials: 'hidden' }],
    ['an empty set', { credentialSet: [] }],
    ['a set of texts', { credentialSet: ['x'] }],
    ['nothing', null],
  ])('are none in an answer with %s', (_, responseElements) => {
    expect(issuedBy('AssumeRole', null, responseElements)).toBeUndefined()
  })
})
