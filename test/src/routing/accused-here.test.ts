import { accusedHere } from '../../../src/routing/accused-here.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { aRolePrincipal } from '../../support/fixtures/principals.js'

const role = aRolePrincipal({ accountId: '111122223333', name: 'audit' })
const askedBy = aRolePrincipal({ accountId: '444455556666', name: 'alice' })
const finding = aFinding({ principal: role, accountId: '111122223333', askedBy })
const account = (accountId: string) => ({ partition: 'aws', accountId }) as const

describe('where a role was asked for from another account', () => {
  it.each([
    ['the role is accused where its account is ours', ['111122223333'], role],
    ['the role is accused where both accounts are ours', ['444455556666', '111122223333'], role],
    ["the caller is accused where only the caller's account is ours", ['444455556666'], askedBy],
    ['nothing changes where neither is ours', ['777788889999'], role],
  ])('%s', (_, accounts, principal) => {
    const about = accusedHere(finding, accounts.map(account))
    expect(about.principal).toEqual(principal)
    expect(about.accountId).toBe(principal.accountId)
  })

  it('a caller of the same account number in another partition is nobody of ours', () => {
    expect(accusedHere(finding, [{ partition: 'aws-cn', accountId: '444455556666' }]).principal).toEqual(role)
  })

  it('a finding without a caller stays as it is', () => {
    const { askedBy: _, ...plain } = finding
    expect(accusedHere(plain, [account('444455556666')])).toBe(plain)
  })
})
