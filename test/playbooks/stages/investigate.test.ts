import { testScenarios } from '../../support/scenario.js'
import { investigateScenarios } from '../scenarios/investigate.js'

describe('investigating, unresolved, planning', () => {
  testScenarios(investigateScenarios)
})
