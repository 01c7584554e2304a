import { evaluateTrust, type TrustCaller } from '../../../simulated-aws/policy/evaluate.js'
import type { PolicyDocument, Statement } from '../../../simulated-aws/policy/policy-document.js'

const accountId = '111122223333'
const ana: TrustCaller = { principalArn: `arn:aws:iam::${accountId}:user/ana`, accountId }
const web: TrustCaller = {
  principalArn: `arn:aws:iam::${accountId}:role/app/web`,
  sessionArn: `arn:aws:sts::${accountId}:assumed-role/web/i-1`,
  accountId,
}
const ec2: TrustCaller = { principalArn: '', accountId, service: 'ec2.amazonaws.com' }
const stranger: TrustCaller = { principalArn: 'arn:aws:iam::999999999999:role/app/web', accountId: '999999999999' }

function trust(...statements: Partial<Statement>[]): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement })),
  }
}
const decide = (caller: TrustCaller, document: PolicyDocument, context = {}) => {
  const { result, trusted } = evaluateTrust(caller, document, context)
  return `${result} ${trusted}`
}

describe('a trust policy that names', () => {
  const root = trust({ Principal: { AWS: `arn:aws:iam::${accountId}:root` } })
  const role = trust({ Principal: { AWS: [web.principalArn, 'arn:aws:iam::999999999999:user/bob'] } })

  it('the account lets its principals in if their own policies allow it', () => {
    expect(decide(ana, root)).toBe('allowed account')
    expect(decide(web, trust({ Principal: { AWS: accountId } }))).toBe('allowed account')
  })

  it('the account lets no other account in', () => {
    expect(decide(stranger, root)).toBe('implicitDeny nobody')
  })

  it('a role lets its sessions in directly, and nobody else', () => {
    expect(decide(web, role)).toBe('allowed principal')
    expect(decide(ana, role)).toBe('implicitDeny nobody')
    expect(decide(stranger, role)).toBe('implicitDeny nobody')
  })

  it('a session lets in that session alone', () => {
    const session = trust({ Principal: { AWS: `arn:aws:sts::${accountId}:assumed-role/web/i-1` } })
    expect(decide(web, session)).toBe('allowed principal')
    expect(decide({ ...web, sessionArn: `arn:aws:sts::${accountId}:assumed-role/web/i-2` }, session)).toBe(
      'implicitDeny nobody',
    )
  })

  it('everyone lets everyone in', () => {
    for (const caller of [ana, web, stranger]) {
      expect(decide(caller, trust({ Principal: '*' }))).toBe('allowed principal')
      expect(decide(caller, trust({ Principal: { AWS: '*' } }))).toBe('allowed principal')
    }
  })

  it('a service lets in that service, and a principal of the account does not become one', () => {
    const service = trust({ Principal: { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] } })
    expect(decide(ec2, service)).toBe('allowed principal')
    expect(decide({ ...ec2, service: 'glue.amazonaws.com' }, service)).toBe('implicitDeny nobody')
    expect(decide(ana, service)).toBe('implicitDeny nobody')
    expect(decide(ec2, root)).toBe('implicitDeny nobody')
  })

  it('an identity provider lets it in for the action that it names', () => {
    const okta = `arn:aws:iam::${accountId}:saml-provider/okta`
    const document = trust({ Principal: { Federated: okta }, Action: 'sts:AssumeRoleWithSAML' })
    const caller = { ...ana, federated: okta, action: 'sts:AssumeRoleWithSAML' }
    expect(decide(caller, document)).toBe('allowed principal')
    expect(decide({ ...caller, action: 'sts:AssumeRole' }, document)).toBe('implicitDeny nobody')
  })
})

describe('a trust policy', () => {
  const root = { Principal: { AWS: `arn:aws:iam::${accountId}:root` } }

  it('that denies wins over its own allow, and says so', () => {
    const document = trust(root, { Effect: 'Deny', Sid: 'NotAna', Principal: { AWS: ana.principalArn } })
    expect(evaluateTrust(ana, document, {})).toEqual({
      result: 'explicitDeny',
      because: 'There is an explicit deny in the trust policy.',
      matched: [{ policy: 'AssumeRolePolicyDocument', sid: 'NotAna' }],
      trusted: 'nobody',
    })
    expect(decide(web, document)).toBe('allowed account')
  })

  it('with an external id lets in only who knows it', () => {
    const document = trust({ ...root, Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } } })
    expect(decide(ana, document, { 'sts:ExternalId': 'x-1' })).toBe('allowed account')
    expect(decide(ana, document, { 'sts:ExternalId': 'x-2' })).toBe('implicitDeny nobody')
    expect(decide(ana, document)).toBe('implicitDeny nobody')
  })

  it('with NotPrincipal matches whoever is not named', () => {
    const document = trust(root, { Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: web.principalArn } })
    expect(decide(web, document)).toBe('allowed account')
    expect(decide(ana, document)).toBe('explicitDeny nobody')
  })

  it('trusts the principal where one statement names it and another the account', () => {
    expect(decide(ana, trust(root, { Principal: { AWS: ana.principalArn } }))).toBe('allowed principal')
  })

  it('without a statement for anybody trusts nobody', () => {
    expect(decide(ana, { Version: '2012-10-17', Statement: [] })).toBe('implicitDeny nobody')
  })
})
