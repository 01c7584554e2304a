import { readTrust } from '../../../src/containment/trust-policy.js'

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })

describe('who may assume a role', () => {
  it('services and other principals are told apart, sorted and each named once', () => {
    const text = policy(
      {
        Effect: 'Allow',
        Principal: { Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'], AWS: 'arn:aws:iam::444455556666:root' },
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'ec2.amazonaws.com', Federated: ['arn:aws:iam::111122223333:saml-provider/x'] },
      },
    )
    expect(readTrust(text)).toEqual({
      services: ['ec2.amazonaws.com', 'lambda.amazonaws.com'],
      principals: ['arn:aws:iam::111122223333:saml-provider/x', 'arn:aws:iam::444455556666:root'],
    })
  })

  it('everybody is shown as everybody', () => {
    expect(readTrust(policy({ Effect: 'Allow', Principal: '*' })).principals).toEqual(['*'])
    expect(readTrust(policy({ Effect: 'Allow', Principal: { AWS: '*' } })).principals).toEqual(['*'])
    expect(readTrust(policy({ Effect: 'Allow', NotPrincipal: { AWS: 'x' } })).principals).toEqual([
      'everybody except those listed (NotPrincipal)',
    ])
  })

  it('a statement that denies lets nobody in', () => {
    expect(readTrust(policy({ Effect: 'Deny', Principal: '*' }))).toEqual({ services: [], principals: [] })
  })

  it('a percent-encoded policy reads the same, an unreadable one says so', () => {
    const text = policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } })
    expect(readTrust(encodeURIComponent(text)).services).toEqual(['ec2.amazonaws.com'])
    expect(readTrust('broken').principals).toEqual(['(the trust policy cannot be read)'])
  })
})
