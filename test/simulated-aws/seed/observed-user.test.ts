import type { JsonObject } from '../../../simulated-aws/json.js'
import { seedFromTrail } from '../../../simulated-aws/seed/from-trail.js'
import { accountId, call, record, user } from './sample-records.js'

const userOf = (...records: JsonObject[]) => seedFromTrail(records).seed.users[0]

describe('a user that called', () => {
  it('exists with its path, id and every long-term key, but without those of sessions', () => {
    const found = userOf(
      record({ userIdentity: user('ana', { arn: `arn:aws:iam::${accountId}:user/staff/ana` }) }),
      record({ userIdentity: user('ana', { accessKeyId: 'AKIAEXAMPLEANA000002' }) }),
      record({ userIdentity: user('ana', { accessKeyId: 'ASIAEXAMPLEANA000003' }) }),
    )
    expect(found).toMatchObject({
      name: 'ana',
      userId: 'AIDAEXAMPLEANA000001',
      accessKeys: [{ id: 'AKIAEXAMPLEANA000001' }, { id: 'AKIAEXAMPLEANA000002' }],
    })
  })

  it('is known by account and name where the ARN is missing', () => {
    const { arn: _, ...bare } = user('ana', { accessKeyId: '' })
    expect(userOf(record({ userIdentity: bare }))).toMatchObject({ name: 'ana', accessKeys: [] })
  })

  it('is not what a failed login hides', () => {
    const hidden = { type: 'IAMUser', accountId, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }
    expect(userOf(record({ eventName: 'ConsoleLogin', userIdentity: hidden }))).toBeUndefined()
  })

  it('answers for what its federated sessions did', () => {
    const issuer = { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/ana`, principalId: 'AIDAEXAMPLEANA000001' }
    const federated = {
      type: 'FederatedUser',
      accountId,
      arn: `arn:aws:sts::${accountId}:federated-user/x`,
      sessionContext: { sessionIssuer: issuer },
    }
    expect(userOf(call('s3:GetObject', federated))).toMatchObject({ name: 'ana', inlinePolicies: [{}] })
  })

  it('gets no permission for signing in, which no policy allows', () => {
    const login = call('signin:ConsoleLogin', user('ana'), { eventType: 'AwsConsoleSignIn' })
    expect(userOf(login)).toMatchObject({ name: 'ana', inlinePolicies: [] })
  })
})
