import { type LabResult, runLab } from './run-lab.js'
import { runScenario, type ScenarioResult } from './run-scenario.js'
import { nameOf, type Scenario } from './scenarios.js'

/** One encounter, dealt with by us and by the plain procedure. null: it threw, and the violation says what. */
export interface RunResult {
  readonly scenario: string
  readonly seed: number
  readonly ours: ScenarioResult | null
  readonly lab: LabResult | null
  readonly violations: readonly string[]
}

export async function runPair(scenario: Scenario, seed: number): Promise<RunResult> {
  const name = nameOf(scenario)
  try {
    const ours = await runScenario(scenario, seed)
    const lab = await runLab(scenario, seed)
    return { scenario: name, seed, ours, lab, violations: ours.violations }
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { scenario: name, seed, ours: null, lab: null, violations: [`the run threw: ${what}`] }
  }
}
