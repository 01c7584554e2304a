import type { BlockObservation } from '../domain/verdict.js'
import type { ReadRecord } from './read-record.js'

/** A call that got through although the block was written. */
export interface PassedCall {
  readonly eventId: string
  readonly eventName: string
  readonly eventTime: string
  readonly when: 'within the window' | 'after the window'
}

/** Calls of the principal that succeeded since the write, by time, each once. */
export function passedCalls(records: readonly ReadRecord[]): PassedCall[] {
  const calls = observationsIn(records).flatMap(({ inWindow, succeeded }): PassedCall[] => [
    ...inWindow.map((call) => ({ ...call, when: 'within the window' }) as const),
    ...succeeded.map((call) => ({ ...call, when: 'after the window' }) as const),
  ])
  return eachOnce(calls)
}

/** Calls that no policy denies and that succeeded since the write, by time, each once: they prove nothing. */
export function undeniableCalls(records: readonly ReadRecord[]): BlockObservation['undeniable'] {
  return eachOnce(observationsIn(records).flatMap(({ undeniable }) => undeniable))
}

function observationsIn(records: readonly ReadRecord[]): BlockObservation[] {
  return records.flatMap(({ happening }) =>
    happening.kind === 'event' && happening.event.type === 'BLOCK_OBSERVED' ? [happening.event.observation] : [],
  )
}

function eachOnce<T extends { readonly eventId: string; readonly eventTime: string }>(calls: readonly T[]): T[] {
  const unique = [...new Map(calls.map((call) => [call.eventId, call])).values()]
  return unique.sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime))
}
