import { evaluate, type NamedPolicy } from '../../../simulated-aws/policy/evaluate.js'
import type { Statement } from '../../../simulated-aws/policy/policy-document.js'

const request = { action: 'iam:GetRole', resource: 'arn:aws:iam::111122223333:role/payments', context: {} }
const policy = (name: string, statement: Partial<Statement>): NamedPolicy => ({
  name,
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...statement } },
})
const allow = policy('Admin', { Sid: 'All' })
const narrow = policy('OnlyS3', { Action: 's3:*' })

describe('a decision tells why:', () => {
  it('an explicit deny names every statement that denies, in whatever kind of policy', () => {
    const policies = {
      identity: [allow, policy('DenyAll-cnt_1', { Sid: 'Tourniquetcnt1', Effect: 'Deny' })],
      session: [policy('inline', { Effect: 'Deny', Action: 'iam:*' })],
    }
    expect(evaluate(request, policies)).toEqual({
      result: 'explicitDeny',
      because:
        'There is an explicit deny in an identity-based policy and a session policy: DenyAll-cnt_1 (Tourniquetcnt1), inline.',
      matched: [
        { policy: 'DenyAll-cnt_1', sid: 'Tourniquetcnt1', policyType: 'identity' },
        { policy: 'inline', policyType: 'session' },
      ],
    })
  })

  it('an implicit deny names the first kind of policy that allows nothing', () => {
    expect(evaluate(request, { identity: [narrow] }).because).toBe(
      'No identity-based policy allows the iam:GetRole action.',
    )
    expect(evaluate(request, { identity: [allow], boundary: narrow, session: [narrow] })).toEqual({
      result: 'implicitDeny',
      because: 'No permissions boundary allows the iam:GetRole action.',
      matched: [{ policy: 'Admin', sid: 'All', policyType: 'identity' }],
    })
    expect(evaluate(request, { identity: [allow], boundary: allow, session: [narrow] }).because).toBe(
      'No session policy allows the iam:GetRole action.',
    )
  })

  it('an allow names the statements that allow', () => {
    expect(evaluate(request, { identity: [narrow, allow] })).toEqual({
      result: 'allowed',
      because: 'The iam:GetRole action is allowed: Admin (All).',
      matched: [{ policy: 'Admin', sid: 'All', policyType: 'identity' }],
    })
  })
})

it('an operator that nobody knows never holds, since only an unparsed document can bring it', () => {
  const unknown = policy('x', { Condition: { StringMatches: { 'aws:x': 'a' } } })
  expect(evaluate({ ...request, context: { 'aws:x': 'a' } }, { identity: [unknown] }).result).toBe('implicitDeny')
})
