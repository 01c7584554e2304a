import { testScenarios } from '../../support/scenario.js'
import { verifyScenarios } from '../scenarios/verify.js'

describe('verifying', () => {
  testScenarios(verifyScenarios)
})
