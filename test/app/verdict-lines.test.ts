import { blockLines } from '../../app/cli/block-lines.js'
import { trailLines, verdictLines } from '../../app/verdict-lines.js'
import type { Verdict } from '../../src/domain/verdict.js'

const held: Verdict = {
  policy: 'held',
  enforcement: 'notObserved',
  simulation: 'denied',
  tampering: [],
  suspects: [],
  contained: true,
}
const cut: Verdict = { ...held, trailCut: true, contained: false }

const ciDeploy = { type: 'role', partition: 'aws', accountId: '111122223333', name: 'ci-deploy' } as const

function block(verdict: Verdict): string {
  return blockLines({
    incidentId: 'inc_1',
    state: 'needsHuman',
    realm: 'live:aws:111122223333',
    account: { id: '111122223333', name: '' },
    principal: { ...ciDeploy, arn: 'arn:aws:iam::111122223333:role/ci-deploy' },
    containmentId: 'cnt_1',
    appliedAt: '2026-03-01T10:00:00Z',
    entity: null,
    policies: ['DenyAll-cnt_1'],
    attached: [],
    keys: [],
    verdict,
  })
}

describe('a look at the trail that was cut short proves nothing, and that is printed', () => {
  it('with the verdict', () => {
    expect(trailLines(cut)).toEqual([expect.stringMatching(/more calls than could be read: a way back may hide/)])
    expect(verdictLines(cut)).toEqual(expect.arrayContaining(trailLines(cut)))
  })

  it('with each block that stands', () => {
    expect(block(cut)).toContain(`\n  ${trailLines(cut)[0]}`)
  })

  it('and where it was read to its end nothing is', () => {
    expect([trailLines(held), block(held).split('\n').length]).toEqual([[], 4])
  })
})
