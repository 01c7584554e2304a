import type { RunEvent } from '../run-event.js'
import type { RunRecord } from '../run-record.js'

/** Faults that were brought about: how many there were while something was left to do, and after how many of these it was done. */
export interface FaultsSurvived {
  readonly survived: number
  readonly tried: number
  /** Faults that broke nothing: nothing happened after them that they could have broken. */
  readonly untried: number
}

/**
 * A fault is survived where an incident went on after it: to another state than that in which a person has to help, or by a decision
 * that counted. One after which the product did nothing and was asked nothing tells nothing, and is not counted as either.
 */
export function faultsSurvived({ events }: Pick<RunRecord, 'events'>): FaultsSurvived {
  const after = events.flatMap((event, index) => (event.kind === 'FAULT' ? [events.slice(index + 1)] : []))
  const tried = after.filter((rest) => rest.some(isOfProduct))
  const survived = tried.filter((rest) => rest.some(isProgress)).length
  return { survived, tried: tried.length, untried: after.length - tried.length }
}

function isOfProduct({ kind }: RunEvent): boolean {
  return ['STATE', 'NOTICE', 'DECISION', 'QUESTION_OPENED', 'FINDING', 'REQUEST', 'ERROR'].includes(kind)
}

function isProgress(event: RunEvent): boolean {
  return event.kind === 'DECISION' || (event.kind === 'STATE' && event.from !== null && event.to !== 'needsHuman')
}
