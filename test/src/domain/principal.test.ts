import { blockTarget, describePrincipal, principalKey } from '../../../src/domain/principal.js'
import { anUnresolvedPrincipal, aRolePrincipal } from '../../support/fixtures/principals.js'

const federated = {
  ...aRolePrincipal({ type: 'federatedUser', name: 'partner', uniqueId: undefined, sessionName: undefined }),
  arn: 'arn:aws:sts::111122223333:federated-user/partner',
  issuer: { type: 'user', name: 'eve', arn: 'arn:aws:iam::111122223333:user/staff/eve', uniqueId: 'AIDAEVE' },
} as const

describe('whom a block would have to be put on', () => {
  it('for a federated session the user who issued it; the session stays named', () => {
    expect(blockTarget(federated)).toEqual({
      type: 'user',
      partition: 'aws',
      accountId: '111122223333',
      name: 'eve',
      arn: 'arn:aws:iam::111122223333:user/staff/eve',
      uniqueId: 'AIDAEVE',
      accessKeyId: 'ASIAEXAMPLE0000000001',
      sessionName: 'partner',
    })
  })

  it('for everybody else the principal itself, and a federated session of root or of nobody known too', () => {
    const role = aRolePrincipal()
    expect(blockTarget(role)).toBe(role)
    const ofRoot = { ...federated, issuer: { type: 'root', name: 'root' } as const }
    expect(blockTarget(ofRoot)).toBe(ofRoot)
  })
})

describe('one open incident a principal', () => {
  it('is shared by a user and the federated sessions that it issued, in any case of the name', () => {
    const user = aRolePrincipal({ type: 'user', name: 'EVE' })
    expect(principalKey(federated, 'f1')).toBe(principalKey(user, 'f2'))
  })

  it('is shared by nobody whose principal is not known', () => {
    expect(principalKey(anUnresolvedPrincipal(), 'f1')).not.toBe(principalKey(anUnresolvedPrincipal(), 'f2'))
    expect(describePrincipal(anUnresolvedPrincipal())).toBe('unresolved/? in 111122223333')
  })
})
