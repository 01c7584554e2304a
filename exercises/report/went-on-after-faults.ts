import type { RunEvent } from '../run-event.js'
import type { RunRecord } from '../run-record.js'

/** Faults that were brought about: how many there were while something was left to do, and after how many of these something was done. */
export interface WentOnAfterFaults {
  readonly wentOn: number
  readonly tried: number
  /** Nothing happened after them that they could have broken. */
  readonly untried: number
}

/**
 * That it went on is all that a record proves: an incident came to another state than that in which a person has to help, or a
 * decision counted. Whether the fault hit anything is not known. One after which the product did nothing and was asked nothing tells
 * nothing, and is not counted as either.
 */
export function wentOnAfterFaults({ events }: Pick<RunRecord, 'events'>): WentOnAfterFaults {
  const after = events.flatMap((event, index) => (event.kind === 'FAULT' ? [events.slice(index + 1)] : []))
  const tried = after.filter((rest) => rest.some(isOfProduct))
  const wentOn = tried.filter((rest) => rest.some(isProgress)).length
  return { wentOn, tried: tried.length, untried: after.length - tried.length }
}

function isOfProduct({ kind }: RunEvent): boolean {
  return ['STATE', 'NOTICE', 'DECISION', 'QUESTION_OPENED', 'FINDING', 'REQUEST', 'ERROR'].includes(kind)
}

function isProgress(event: RunEvent): boolean {
  return event.kind === 'DECISION' || (event.kind === 'STATE' && event.from !== null && event.to !== 'needsHuman')
}
