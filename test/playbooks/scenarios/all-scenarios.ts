import type { Scenario } from '../../support/scenario.js'
import { anywhereScenarios } from './anywhere.js'
import { approveBlockScenarios } from './approve-block.js'
import { askAPersonScenarios } from './ask-a-person.js'
import { blockScenarios } from './block.js'
import { containScenarios } from './contain.js'
import { investigateScenarios } from './investigate.js'
import { restoreQuestionScenarios, restoreWatchScenarios } from './restore-question.js'
import { restoredScenarios, restoringScenarios } from './restoring.js'
import { retryScenarios } from './retry.js'
import { unconfirmedScenarios } from './unconfirmed.js'
import { verifyScenarios } from './verify.js'
import { watchWhileAskedScenarios } from './watch-while-asked.js'

/**
 * The watch is one piece, in `contained` and beside the question of a restore. What is contained had no block put back and
 * nothing held against it (every-reachable-state.test.ts holds that), so only the question can see the last re-put fail, or
 * something new beside what is no news.
 */
export const outOfReach: readonly string[] = [
  'contained.checking: BLOCK_OBSERVED [branch 0] -> needsHuman',
  'contained.checking: BLOCK_OBSERVED [branch 4] -> contained.waiting',
]

/** Every example of the stages that all playbooks share; together they take each transition of `compromised-principal`. */
export const allScenarios: readonly Scenario[] = [
  ...investigateScenarios,
  ...unconfirmedScenarios,
  ...approveBlockScenarios,
  ...blockScenarios,
  ...verifyScenarios,
  ...containScenarios,
  ...restoreQuestionScenarios,
  ...restoreWatchScenarios,
  ...restoringScenarios,
  ...restoredScenarios,
  ...askAPersonScenarios,
  ...retryScenarios,
  ...watchWhileAskedScenarios,
  ...anywhereScenarios,
]
