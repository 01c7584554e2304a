import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { account, aSessionOf, aUser } from '../../../support/fixtures/gathered-events.js'
import { blinding, investigated, names, notProposedAs, reads } from './proposal-case.js'

const cases: readonly (readonly [title: string, actor: CloudTrailEvent['actor'], kind: string, route: RegExp])[] = [
  [
    'a role of IAM Identity Center',
    aSessionOf({ role: 'AWSReservedSSO_Admin_0123456789abcdef', session: 'ana@example.com', accessKeyId: 'ASIA1' }),
    'identityCenterRole',
    /Identity Center/,
  ],
  [
    'a service-linked role, told by its path',
    aSessionOf({ role: 'Thing', session: 's', accessKeyId: 'ASIA1', path: '/aws-service-role/thing.amazonaws.com/' }),
    'serviceLinkedRole',
    /only AWS/,
  ],
  [
    'the root user',
    {
      type: 'Root',
      arn: `arn:aws:iam::${account}:root`,
      principalId: account,
      accountId: account,
      accessKeyId: 'AKIA1',
    },
    'root',
    /SCP/,
  ],
  ['an AWS service', { type: 'AWSService', invokedBy: 'config.amazonaws.com' }, 'service', /no entity/],
  [
    'a principal of another account',
    { ...aUser('eve'), arn: 'arn:aws:iam::444455556666:user/eve', accountId: '444455556666' },
    'otherAccount',
    /444455556666/,
  ],
  [
    'anybody without credentials',
    { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL', principalId: '' },
    'unknown',
    /without credentials.*public access/,
  ],
  [
    'another account’s principal without a name',
    { type: 'AWSAccount', accountId: '444455556666', principalId: 'AIDAEVE' },
    'otherAccount',
    /owner of that account/,
  ],
  ['a caller whom records do not name', { accessKeyId: 'AKIA1' }, 'unknown', /do not say who/],
]

describe('who cannot be blocked is never proposed, whatever it did', () => {
  it.each(cases)('%s: the reason and the way to stop it are told', (_title, actor, kind, route) => {
    const found = investigated([blinding(actor), ...reads(aUser('ana'), 3)])
    expect(found.proposed).toEqual([])
    const other = found.notProposed.find((each) => each.kind === kind)
    expect(other?.reason).toMatch(route)
  })

  it('and where it stands out the verdict says so', () => {
    const sso = aSessionOf({ role: 'AWSReservedSSO_Admin_0123456789abcdef', session: 'ana', accessKeyId: 'ASIA1' })
    const found = investigated([blinding(sso)])
    expect(found.notProposed).toMatchObject([{ standsOut: true }])
    expect(found.verdict.statement).toMatch(
      /^role AWSReservedSSO_Admin\S+ stands out.*disable the user in Identity Center.*Nobody is proposed/,
    )
  })

  it('our own principals, by whatever ARN they are told', () => {
    const ours = aSessionOf({ role: 'responder', session: 'inc', accessKeyId: 'ASIA1' })
    const found = investigated([blinding(ours)], {
      ourArns: [`arn:aws:sts::${account}:assumed-role/Responder/other-session`],
    })
    expect(found.proposed).toEqual([])
    expect(notProposedAs(found, 'responder')).toMatchObject({ kind: 'ourselves' })
  })

  it('a role with the name of a service-linked one and no such path: the way to block a lookalike is told', () => {
    const lookalike = aSessionOf({ role: 'AWSServiceRoleForEvil', session: 's', accessKeyId: 'ASIA1' })
    const found = investigated([blinding(lookalike)])
    expect(found.proposed).toEqual([])
    expect(found.notProposed[0]).toMatchObject({ standsOut: true, reason: expect.stringContaining('misleading name') })
  })

  it('a federated user: its issuer is proposed for what it did', () => {
    const federated: CloudTrailEvent['actor'] = {
      type: 'FederatedUser',
      arn: `arn:aws:sts::${account}:federated-user/visitor`,
      principalId: `${account}:visitor`,
      accountId: account,
      accessKeyId: 'ASIA1',
      issuerArn: `arn:aws:iam::${account}:user/mallory`,
      issuerId: 'AIDAMALLORY',
      issuerType: 'IAMUser',
    }
    const found = investigated([blinding(federated)])
    expect(names(found)).toEqual(['mallory'])
    expect(names(investigated([blinding(federated)], { focusKey: `federatedUser:${account}:visitor` }))).toEqual([
      'mallory',
    ])
    expect(found.proposed[0]?.reasons.join(' ')).toContain('federated session visitor')
    expect(notProposedAs(found, 'visitor')).toMatchObject({ kind: 'federatedUser' })
  })
})
