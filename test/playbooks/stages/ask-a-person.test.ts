import { testScenarios } from '../../support/scenario.js'
import { anywhereScenarios, askAPersonScenarios } from '../scenarios/ask-a-person.js'

describe('needsHuman', () => {
  testScenarios(askAPersonScenarios)
})

describe('every state', () => {
  testScenarios(anywhereScenarios)
})
