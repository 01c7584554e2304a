import { assertNever } from '../../src/domain/assert-never.js'
import { showDuration } from '../duration.js'
import type { ExerciseFault } from '../schema/faults.js'

/** A fault in words. `nameOf`: how people call whoever has this role. */
export function describeFault(fault: ExerciseFault, nameOf: (role: string) => string): string {
  switch (fault.kind) {
    case 'throttle':
      return `AWS throttles ${fault.operation}, ${times(fault.times)}.`
    case 'error':
      return `AWS answers ${fault.operation} with ${fault.code}, ${times(fault.times)}${effect(fault.when)}.`
    case 'cutOff':
      return `The connection breaks on ${fault.operation}, ${times(fault.times)}${effect(fault.when)}.`
    case 'slow':
      return `AWS takes ${showDuration(fault.by.ms)} for ${fault.operation}, ${times(fault.times)}.`
    case 'trailLate':
      return `CloudTrail shows calls ${showDuration(fault.by.ms)} late.`
    case 'chatDown':
      return `The chat is down for ${showDuration(fault.for.ms)}.`
    case 'away':
      return `${nameOf(fault.who)} is away for ${showDuration(fault.for.ms)}.`
    case 'killWorker':
      return fault.when === 'now' ? 'The worker dies.' : `The worker dies ${inWords[fault.when]} the next write to IAM.`
    default:
      return assertNever(fault, 'fault')
  }
}

const inWords = { beforeWrite: 'right before', afterWrite: 'right after' } as const
const times = (count: number) => (count === 1 ? 'once' : `${count} times`)
const effect = (when: 'before' | 'after') => (when === 'after' ? ', after it has had its effect' : '')
