import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { account, anAssumption, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { blinding, investigated, names, notProposedAs, proposedAs, reads } from './proposal-case.js'

const home = '198.51.100.7'
const elsewhere = '203.0.113.50'

function session(role: string, accessKeyId: string): CloudTrailEvent['actor'] {
  return aSessionOf({ role, session: 'hop', accessKeyId })
}

/** ana assumes r1, which assumes r2, which assumes r3, which acts. */
function threeHops(actedFrom: string): CloudTrailEvent[] {
  return [
    anAssumption({ by: aUser('ana'), role: 'r1', session: 'hop', key: 'ASIA1', eventTime: at(9) }),
    anAssumption({ by: session('r1', 'ASIA1'), role: 'r2', session: 'hop', key: 'ASIA2', eventTime: at(9.1) }),
    anAssumption({ by: session('r2', 'ASIA2'), role: 'r3', session: 'hop', key: 'ASIA3', eventTime: at(9.2) }),
    blinding(session('r3', 'ASIA3'), { eventTime: at(9.3), sourceIp: actedFrom }),
  ]
}

describe('an attack through a chain of roles', () => {
  it('proposes the role that acted first, and names the root of the chain', () => {
    const found = investigated(threeHops(home))
    expect(names(found)[0]).toBe('r3')
    expect(proposedAs(found, 'r3')?.roots).toMatchObject([
      {
        principal: `arn:aws:iam::${account}:user/ana`,
        path: [
          `arn:aws:iam::${account}:user/ana`,
          `arn:aws:iam::${account}:role/r1`,
          `arn:aws:iam::${account}:role/r2`,
          `arn:aws:iam::${account}:role/r3`,
        ],
      },
    ])
    expect(proposedAs(found, 'r3')?.reasons.join(' ')).toContain('the root of the chain')
  })

  it('proposes who obtained the credentials, too, up to the root, where they were used from the address they were asked from', () => {
    expect(names(investigated(threeHops(home)))).toEqual(['r3', 'r2', 'r1', 'ana'])
  })

  it('proposes the role alone where its credentials were used from elsewhere: they may have been stolen', () => {
    const found = investigated(threeHops(elsewhere))
    expect(names(found)).toEqual(['r3'])
    expect(notProposedAs(found, 'r2')).toMatchObject({
      kind: 'obtained',
      reason: expect.stringContaining('from another address'),
    })
  })

  it('holds where records lead round in a circle', () => {
    const circle = [
      anAssumption({ by: session('r1', 'ASIA1'), role: 'r2', session: 'hop', key: 'ASIA2' }),
      anAssumption({ by: session('r2', 'ASIA2'), role: 'r1', session: 'hop', key: 'ASIA1' }),
      blinding(session('r1', 'ASIA1'), { eventTime: at(10) }),
    ]
    expect(names(investigated(circle))[0]).toBe('r1')
  })

  it('leaves out who obtained other credentials of the same role that did nothing', () => {
    const others = [
      anAssumption({ by: aUser('bo'), role: 'r3', session: 'job', key: 'ASIA9', eventTime: at(9) }),
      ...reads(aSessionOf({ role: 'r3', session: 'job', accessKeyId: 'ASIA9' }), 2, { eventTime: at(9.4) }),
    ]
    expect(names(investigated([...threeHops(home), ...others]))).not.toContain('bo')
  })
})
