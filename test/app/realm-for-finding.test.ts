import fc from 'fast-check'
import { realmForFinding } from '../../app/realm-for-finding.js'
import type { Finding } from '../../src/domain/finding.js'
import { aFinding } from '../support/fixtures/findings.js'

const [first, second, third] = ['111122223333', '444455556666', '999988887777'] as const
const realm = (kind: 'live' | 'exercise', accountId: string, partition: 'aws' | 'aws-cn' = 'aws') => {
  return { kind, partition, accountId, name: `${kind} ${accountId}` }
}
const served = [realm('live', first), realm('exercise', first), realm('live', second), realm('exercise', second)]
const about = (accountId: string, changes: Partial<Finding> = {}): Finding =>
  aFinding({ accountId, principal: { type: 'role', partition: 'aws', accountId, name: 'ci' }, ...changes })

describe('the realm of a finding', () => {
  it.each([
    [first, false, `live ${first}`],
    [first, true, `exercise ${first}`],
    [second, false, `live ${second}`],
    [second, true, `exercise ${second}`],
  ])('about %s, sample %s, is %s', (accountId, sample, name) => {
    expect(realmForFinding(about(accountId, { sample }), served)).toMatchObject({ realm: { name } })
  })

  it('is that of the accused principal, whatever account the finding was sent with', () => {
    const finding = { ...about(second), accountId: first }
    expect(realmForFinding(finding, served)).toMatchObject({ realm: { name: `live ${second}` } })
  })

  it('is nobody for an account that is not named, or is of another partition', () => {
    expect(realmForFinding(about(third), served)).toEqual({
      refused: expect.stringContaining(`aws account ${third}, which this configuration does not name`),
    })
    const china = { ...about(first), principal: { ...about(first).principal, partition: 'aws-cn' as const } }
    expect(realmForFinding(china, served)).toEqual({ refused: expect.stringContaining(`aws-cn account ${first}`) })
  })

  it('of a sample is never live, and of what is in earnest never an exercise beside a live realm', () => {
    const kinds = fc.constantFrom('live' as const, 'exercise' as const)
    const realms = fc.array(fc.record({ kind: kinds, accountId: fc.constantFrom(first, second) }))
    fc.assert(
      fc.property(realms, fc.constantFrom(first, second), fc.boolean(), (list, accountId, sample) => {
        const all = list.map((one) => realm(one.kind, one.accountId))
        const chosen = realmForFinding(about(accountId, { sample }), all)
        const own = all.filter((one) => one.accountId === accountId)
        if ('refused' in chosen) return own.every(({ kind }) => kind === 'live') && (own.length === 0 || sample)
        if (chosen.realm.accountId !== accountId) return false
        if (sample) return chosen.realm.kind === 'exercise'
        return chosen.realm.kind === 'live' || own.every(({ kind }) => kind === 'exercise')
      }),
    )
  })
})
