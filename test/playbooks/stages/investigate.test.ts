import { aHoldDown } from '../../support/fixtures/timings.js'
import { anInput, describeOrder, playToEnd } from '../../support/play.js'
import { testScenarios } from '../../support/scenario.js'
import { investigateScenarios } from '../scenarios/investigate.js'

describe('investigating, unresolved, planning', () => {
  testScenarios(investigateScenarios)
})

describe('an incident that is held down', () => {
  it('ends as it begins: people are told, and nothing is asked of AWS', () => {
    const { step, timers } = playToEnd([], { ...anInput, holdDown: aHoldDown })

    expect(step).toMatchObject({ state: 'heldDown', snapshot: { status: 'done' } })
    expect(step.effects.map(describeOrder)).toEqual(['notify:heldDown', 'writeReport'])
    expect([...timers]).toEqual([])
  })
})
