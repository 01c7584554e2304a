import type { Scenario } from '../../support/scenario.js'
import { anywhereScenarios } from './anywhere.js'
import { approveBlockScenarios } from './approve-block.js'
import { askAPersonScenarios } from './ask-a-person.js'
import { blockScenarios } from './block.js'
import { containScenarios } from './contain.js'
import { investigateScenarios } from './investigate.js'
import { restoreQuestionScenarios, restoreWatchScenarios } from './restore-question.js'
import { restoredScenarios, restoringScenarios } from './restoring.js'
import { verifyScenarios } from './verify.js'
import { watchWhileAskedScenarios } from './watch-while-asked.js'

/** Every example of `compromised-principal`; together they take each of its transitions. */
export const allScenarios: readonly Scenario[] = [
  ...investigateScenarios,
  ...approveBlockScenarios,
  ...blockScenarios,
  ...verifyScenarios,
  ...containScenarios,
  ...restoreQuestionScenarios,
  ...restoreWatchScenarios,
  ...restoringScenarios,
  ...restoredScenarios,
  ...askAPersonScenarios,
  ...watchWhileAskedScenarios,
  ...anywhereScenarios,
]
