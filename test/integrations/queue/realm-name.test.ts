import fc from 'fast-check'
import { realmName } from '../../../integrations/queue/realm-name.js'

describe('the name of a realm on the queue', () => {
  it('is accepted as a PostgreSQL schema and a Redis prefix, whatever the realm', () => {
    fc.assert(
      fc.property(fc.string(), (realm) => {
        expect(realmName(realm)).toMatch(/^[a-z0-9_]{17,40}$/)
      }),
    )
  })

  it('can be read', () => {
    expect(realmName('live/aws/111122223333/aws')).toMatch(/^live_aws_111122223333_a_[0-9a-f]{16}$/)
  })

  it('keeps realms apart that read alike', () => {
    const alike = ['live/aws/1/aws', 'live/aws_1/aws', 'LIVE/aws/1/aws', 'live/aws/1/aws/', `live/${'a'.repeat(40)}`]
    const names = [...alike, `live/${'a'.repeat(41)}`].map(realmName)
    expect(new Set(names).size).toBe(names.length)
  })
})
