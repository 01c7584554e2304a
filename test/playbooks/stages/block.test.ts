import { testScenarios } from '../../support/scenario.js'
import { blockScenarios } from '../scenarios/block.js'

describe('blocking and tampered', () => {
  testScenarios(blockScenarios)
})
