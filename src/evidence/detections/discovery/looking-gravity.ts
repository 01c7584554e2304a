import type { ActorFacts } from '../../facts/trail-facts.js'
import { isAtLeast, type Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'
import { isConsoleAgent } from '../user-agents.js'

/** The console reads a great deal by itself: whoever works in it is no enumerator. */
export function isMostlyConsole({ byAgent }: ActorFacts): boolean {
  let [console, all] = [0, 0]
  for (const [agent, { ok, failed }] of byAgent) {
    all += ok + failed
    if (isConsoleAgent(agent)) console += ok + failed
  }
  return console * 2 > all
}

/**
 * Reads alone are everybody's right. They weigh more than a little only where a baseline shows that the actor did not make them
 * before, and where it is not the console that makes them.
 */
export function lookingGravity(severity: Severity, facts: ActorFacts, { hasBaseline }: TrailView): Severity {
  return isAtLeast(severity, 'medium') && (!hasBaseline || isMostlyConsole(facts)) ? 'low' : severity
}

/** Enough to trace each kind of call. */
const marksPerKind = 2

export function fewOf<Mark>(marks: readonly Mark[]): Mark[] {
  return marks.slice(0, marksPerKind)
}
