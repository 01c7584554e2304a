import { testScenarios } from '../../support/scenario.js'
import { restoredScenarios, restoringScenarios } from '../scenarios/restoring.js'

describe('restoring', () => {
  testScenarios(restoringScenarios)
})

describe('restored', () => {
  testScenarios(restoredScenarios)
})
