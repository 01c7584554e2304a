import { crossAccountActivity } from '../../../playbooks/cross-account-activity.js'
import type { Effect } from '../../../src/domain/effect.js'
import { after, happens, observedOff, otherPlanDigest, planDigest } from '../../support/fixtures/incident-events.js'
import { type Happening, preparingWider, widening } from '../../support/fixtures/journeys.js'
import { anInput, playToEnd } from '../../support/play.js'

const timedOut = [...widening, after('writeBudget', 'widening')]
const look = [...timedOut, after('watchInterval', 'needsHuman.waiting')]

/** What the last of these events has ordered. */
function ordered(events: readonly Happening[]): readonly Effect[] {
  return playToEnd(events, anInput, crossAccountActivity).step.effects
}

describe('while a wider block was ordered and nobody reported its write', () => {
  it('the look goes by the plan that stands, and is to find out whether the wider one does', () => {
    expect(ordered(look)).toMatchObject([{ kind: 'checkBlock', planDigest, unreported: otherPlanDigest }])
  })

  it('what is put back is the block that stood, without a write that AWS may refuse before it', () => {
    expect(ordered([...look, observedOff()])).toContainEqual({ kind: 'reputBlock', planDigest })
  })

  it("a person's retry puts all that people approved", () => {
    expect(ordered([...timedOut, happens.retryRequested])).toEqual([
      { kind: 'reputBlock', planDigest: otherPlanDigest },
    ])
  })

  it('a restore is prepared of what stands, and of the wider block where it stands after all', () => {
    expect(ordered([...timedOut, happens.restoreRequested()])).toMatchObject([
      { kind: 'prepareRestore', containPlanDigest: planDigest, unreported: otherPlanDigest },
    ])
  })

  it('its reason says what stands and what to do', () => {
    expect(ordered([...widening, happens.failed('putBlock')])).toMatchObject([
      {
        kind: 'notify',
        reason: expect.stringMatching(/^putBlock failed: not allowed .*the one before it stands .*retry writes/),
      },
    ])
  })
})

it('a wider plan is prepared for whoever wants it, and of the block that stands', () => {
  expect(ordered(preparingWider)).toContainEqual(
    expect.objectContaining({ kind: 'preparePlan', widens: planDigest, scope: { wish: 'role', chosenBy: 'ana' } }),
  )
})

it('once it is reported the looks go by the wider plan alone', () => {
  const applied = { ...happens.blockAppliedAgain, planDigest: otherPlanDigest }
  const [check] = ordered([...widening, applied, after('nextSoakCheck', 'verifying.waiting')])
  expect(check).toMatchObject({ kind: 'checkBlock', planDigest: otherPlanDigest })
  expect(check).not.toHaveProperty('unreported')
})
