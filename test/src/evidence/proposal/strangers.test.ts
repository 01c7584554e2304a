import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { anAssumption, anEvent, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { investigated, names, notProposedAs, proposedAs, reads } from './proposal-case.js'

const stranger: CloudTrailEvent['actor'] = {
  type: 'AWSAccount',
  accountId: '999900001111',
  principalId: 'AIDASTRANGER',
}
const partner: CloudTrailEvent['actor'] = { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAPARTNER' }
/** Long enough to say who is new. */
const before = [-24, -24 * 10, -24 * 20].flatMap((hours) => [
  anAssumption({ by: partner, role: 'sync', session: 'job', key: `ASIA${hours}`, eventTime: at(hours) }),
  anEvent({ eventTime: at(hours) }),
])

function visit(by: CloudTrailEvent['actor'], role: string, calls = 3): CloudTrailEvent[] {
  const session = aSessionOf({ role, session: 'x', accessKeyId: `ASIA${role}`, issuedAt: at(9) })
  const assumed = anAssumption({ by, role, session: 'x', key: `ASIA${role}` })
  return [assumed, ...reads(session, calls, { eventTime: at(9.1), sourceIp: '203.0.113.50' })]
}

describe('a stranger from another account, whom no policy here reaches', () => {
  it('has the role proposed that it assumed and used, less surely than itself', () => {
    const found = investigated([...before, ...visit(stranger, 'legacy')])
    expect(names(found)).toEqual(['legacy'])
    expect(proposedAs(found, 'legacy')?.confidence).toBe('low')
    expect(proposedAs(found, 'legacy')?.reasons.join(' ')).toContain('no policy here reaches, assumed it and used it')
    expect(notProposedAs(found, 'AIDASTRANGER')).toMatchObject({ standsOut: true, kind: 'otherAccount' })
  })

  it.each([
    ['that it did not use', visit(stranger, 'legacy', 0)],
    ['that a partner assumed as it always did', visit(partner, 'sync')],
    ['of somebody whom a policy does reach', visit(aUser('ana'), 'ops')],
  ])('has no role proposed %s', (_title, events) => {
    expect(names(investigated([...before, ...events]))).toEqual([])
  })
})
