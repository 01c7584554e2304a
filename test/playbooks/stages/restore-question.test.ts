import { testScenarios } from '../../support/scenario.js'
import { restoreQuestionScenarios, restoreWatchScenarios } from '../scenarios/restore-question.js'

describe('awaitingRestoreApproval: the question', () => {
  testScenarios(restoreQuestionScenarios)
})

describe('awaitingRestoreApproval: the watch', () => {
  testScenarios(restoreWatchScenarios)
})
