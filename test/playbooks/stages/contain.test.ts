import { testScenarios } from '../../support/scenario.js'
import { containScenarios } from '../scenarios/contain.js'

describe('contained', () => {
  testScenarios(containScenarios)
})
