import { parseCloudTrailRecord } from '../../../../integrations/aws/cloudtrail/parse-cloudtrail-record.js'
import { ana, changeOf, issueOf, record, roleArn, tokenOfAna } from './records.js'

function parsed(raw: object) {
  const result = parseCloudTrailRecord(JSON.stringify(raw))
  if (!result.ok) throw new Error(result.reason)
  return result.event
}

describe('credentials that a call issued', () => {
  it("GetSessionToken's are no role's", () => {
    expect(parsed(tokenOfAna('GetSessionToken', 'ASIA1', '2026-03-01T09:00:00Z')).issued).toEqual({
      kind: 'sessionToken',
      accessKeyId: 'ASIA1',
      expiresAt: '2026-03-02T09:00:00Z',
    })
  })

  it("GetFederationToken's are named after the federated user", () => {
    const token = tokenOfAna('GetFederationToken', 'ASIA1', '2026-03-01T09:00:00Z')
    const issued = {
      kind: 'federationToken',
      accessKeyId: 'ASIA1',
      expiresAt: '2026-03-02T09:00:00Z',
      sessionName: 'guest',
    }
    expect(parsed(token).issued).toEqual(issued)
    expect(parsed({ ...token, requestParameters: null }).issued).toEqual(issued)
  })

  it.each(['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'])(
    '%s tells role and session',
    (eventName) => {
      const event = parsed({ ...issueOf('ASIA1', '2026-03-01T09:00:00Z', 'Mar 1, 2026, 10:00:00 AM'), eventName })
      expect(event.issued).toMatchObject({ accessKeyId: 'ASIA1', roleArn, sessionName: 'build' })
    },
  )

  it("Roles Anywhere's are found in their list", () => {
    const assumedRoleUser = { arn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/cert' }
    const one = { credentials: { accessKeyId: 'ASIA1', expiration: '2026-03-01T10:00:00Z' }, assumedRoleUser, roleArn }
    const event = parsed(record({ eventName: 'CreateSession', responseElements: { credentialSet: [one] } }))
    expect(event.issued).toEqual({
      kind: 'rolesAnywhere',
      accessKeyId: 'ASIA1',
      expiresAt: '2026-03-01T10:00:00Z',
      roleArn,
      sessionName: 'cert',
    })
  })

  it('an access key is created, not issued', () => {
    const accessKey = { accessKeyId: 'AKIA1', userName: 'eve', status: 'Active' }
    const event = parsed({ ...changeOf('CreateAccessKey', '2026-03-01T09:00:00Z'), responseElements: { accessKey } })
    expect(event.issued).toBeUndefined()
    expect(event.created).toEqual({ kind: 'accessKey', name: 'AKIA1', accessKeyId: 'AKIA1', userName: 'eve' })
  })
})

describe('what a call created', () => {
  const at = '2026-03-01T09:00:00Z'

  it.each([
    ['CreateUser', { userName: 'eve' }, { user: { userName: 'Eve', userId: 'AIDA1' } }, { kind: 'user', name: 'Eve' }],
    ['CreateUser', { userName: 'eve' }, null, { kind: 'user', name: 'eve' }],
    ['CreateRole', { roleName: 'back' }, { role: { roleName: 'Back' } }, { kind: 'role', name: 'Back' }],
    ['CreateRole', { roleName: 'back' }, null, { kind: 'role', name: 'back' }],
  ])(
    '%s: the name that was answered, else the one that was asked for',
    (eventName, asked, responseElements, created) => {
      expect(parsed({ ...changeOf(eventName, at, asked), responseElements }).created).toEqual(created)
    },
  )

  it('a key without a user name is the one of whom it was asked for, else of the caller', () => {
    const key = (requestParameters: object) =>
      parsed({
        ...changeOf('CreateAccessKey', at, requestParameters),
        responseElements: { accessKey: { accessKeyId: 'AKIA1' } },
      })
    expect(key({ userName: 'eve' }).created).toMatchObject({ userName: 'eve' })
    expect(key({}).created).toMatchObject({ userName: ana.userName })
  })

  it('a call that failed created nothing, nor did one of another service, nor one whose name is lost', () => {
    const asked = changeOf('CreateUser', at, { userName: 'eve' })
    expect(parsed({ ...asked, errorCode: 'AccessDenied' }).created).toBeUndefined()
    expect(parsed({ ...asked, eventSource: 'rds.amazonaws.com' }).created).toBeUndefined()
    expect(parsed({ ...asked, requestParameters: null }).created).toBeUndefined()
    expect(parsed(changeOf('CreateAccessKey', at, { userName: 'eve' })).created).toBeUndefined()
  })
})
