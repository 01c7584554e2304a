import { testScenarios } from '../../support/scenario.js'
import { approveBlockScenarios } from '../scenarios/approve-block.js'

describe('awaitingApproval', () => {
  testScenarios(approveBlockScenarios)
})
