import { testScenarios } from '../../support/scenario.js'
import { anywhereScenarios } from '../scenarios/anywhere.js'
import { askAPersonScenarios } from '../scenarios/ask-a-person.js'
import { retryScenarios } from '../scenarios/retry.js'
import { watchWhileAskedScenarios } from '../scenarios/watch-while-asked.js'

describe('needsHuman', () => {
  testScenarios(askAPersonScenarios)
})

describe('a retry', () => {
  testScenarios(retryScenarios)
})

describe('a block while a person is asked', () => {
  testScenarios(watchWhileAskedScenarios)
})

describe('every state', () => {
  testScenarios(anywhereScenarios)
})
