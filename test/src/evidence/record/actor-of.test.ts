import type { Json } from '../../../../src/domain/canonical-json.js'
import { actorOf } from '../../../../src/evidence/record/actor-of.js'
import { aRecord, normalised } from './normalised.js'

const actor = (userIdentity: Json, changes: { readonly [name: string]: Json } = {}) =>
  actorOf(normalised(aRecord({ userIdentity, ...changes })))

const session = 'arn:aws:sts::444455556666:assumed-role/Deploy/ci'
const issuer = {
  type: 'Role',
  principalId: 'AROAEXAMPLEDEPLOY0001',
  arn: 'arn:aws:iam::444455556666:role/team/a/Deploy',
}

describe('whom a call counts for', () => {
  it('a session counts for its role, by the ARN with the path where a record has it', () => {
    expect(actor({ type: 'AssumedRole', arn: session, sessionContext: { sessionIssuer: issuer } })).toEqual({
      key: 'role:444455556666:deploy',
      type: 'role',
      arn: 'arn:aws:iam::444455556666:role/team/a/Deploy',
      name: 'Deploy',
      accountId: '444455556666',
      uniqueId: 'AROAEXAMPLEDEPLOY0001',
      issuerArn: null,
    })
  })

  it.each<[string, Json]>([
    ['the session alone', { type: 'AssumedRole', arn: session, principalId: 'AROAEXAMPLEDEPLOY0001:ci' }],
    [
      'another session, in other case',
      { type: 'AssumedRole', arn: 'arn:aws:sts::444455556666:assumed-role/deploy/other' },
    ],
    ['no type', { arn: session }],
    ['the role itself', { type: 'Role', arn: 'arn:aws:iam::444455556666:role/Deploy' }],
  ])('records with %s are of the same role', (_, userIdentity) => {
    expect(actor(userIdentity)).toMatchObject({ key: 'role:444455556666:deploy', type: 'role' })
  })

  it("a session's ARN gives the role's without its path, in its own partition", () => {
    const cn = actor({ type: 'AssumedRole', arn: 'arn:aws-cn:sts::444455556666:assumed-role/Deploy/ci' })
    expect(cn.arn).toBe('arn:aws-cn:iam::444455556666:role/Deploy')
  })

  it('a session of which only the id is left is told apart by it', () => {
    expect(actor({ type: 'AssumedRole', principalId: 'AROAEXAMPLEDEPLOY0001:ci' })).toMatchObject({
      type: 'role',
      arn: '',
      name: 'AROAEXAMPLEDEPLOY0001',
      uniqueId: 'AROAEXAMPLEDEPLOY0001',
      accountId: '444455556666',
    })
  })

  it("a user's own token counts for the user, with or without its ARN", () => {
    const user = actor({
      type: 'IAMUser',
      arn: 'arn:aws:iam::444455556666:user/ops/Otto',
      principalId: 'AIDAEXAMPLEOTTO000001',
    })
    expect(user).toMatchObject({ type: 'user', name: 'Otto', uniqueId: 'AIDAEXAMPLEOTTO000001' })
    expect(actor({ type: 'IAMUser', userName: 'otto', accountId: '444455556666' }).key).toBe(user.key)
  })

  it('a failed sign-in with a hidden name is of nobody that is known', () => {
    const userName = 'HIDDEN_DUE_TO_SECURITY_REASONS'
    expect(actor({ type: 'IAMUser', accountId: '444455556666', accessKeyId: '', userName })).toMatchObject({
      type: 'unknown',
      name: '',
      arn: '',
    })
  })

  it('a federated user keeps who issued it', () => {
    const sessionIssuer = { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/otto' }
    const arn = 'arn:aws:sts::444455556666:federated-user/guest'
    const guest = actor({
      type: 'FederatedUser',
      principalId: '444455556666:guest',
      arn,
      sessionContext: { sessionIssuer },
    })
    expect(guest).toMatchObject({ type: 'federatedUser', name: 'guest', issuerArn: sessionIssuer.arn, uniqueId: null })
    expect(actor({ type: 'FederatedUser', principalId: '444455556666:guest' }).key).toBe(guest.key)
  })

  it.each<[string, Json, object]>([
    [
      'root',
      { type: 'Root', arn: 'arn:aws:iam::444455556666:root', principalId: '444455556666' },
      { type: 'root', name: 'root' },
    ],
    ['root by its account', { type: 'Root', principalId: '777788889999' }, { type: 'root', accountId: '777788889999' }],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
      { type: 'service', name: 'config.amazonaws.com' },
    ],
    [
      "another account's principal",
      { type: 'AWSAccount', principalId: 'AIDAEXAMPLEALIEN00001', accountId: '777788889999' },
      { type: 'account', accountId: '777788889999', name: 'AIDAEXAMPLEALIEN00001', uniqueId: 'AIDAEXAMPLEALIEN00001' },
    ],
    [
      'a bare account',
      { type: 'AWSAccount', accountId: '777788889999' },
      { type: 'account', name: '777788889999', uniqueId: null },
    ],
    ['a SAML user', { type: 'SAMLUser', userName: 'ana@example.com' }, { type: 'samlUser', name: 'ana@example.com' }],
    [
      'a web identity',
      { type: 'WebIdentityUser', principalId: 'idp:app:7' },
      { type: 'webIdentityUser', name: 'idp:app:7' },
    ],
    [
      'a person of Identity Center',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: 'd0b1' } },
      { type: 'identityCenterUser', name: 'd0b1' },
    ],
    ['nobody', null, { type: 'unknown', name: '', key: 'unknown:444455556666:' }],
    ['a type of tomorrow', { type: 'Agent', principalId: 'x' }, { type: 'unknown', name: 'x' }],
  ])('%s is told apart', (_, userIdentity, expected) => {
    expect(actor(userIdentity)).toMatchObject(expected)
  })

  it('namesakes of two accounts, and of two kinds, are two', () => {
    const keys = [
      { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/deploy' },
      { type: 'IAMUser', arn: 'arn:aws:iam::777788889999:user/deploy' },
      { type: 'AssumedRole', arn: session },
    ].map((identity) => actor(identity).key)
    expect(new Set(keys).size).toBe(3)
  })
})
