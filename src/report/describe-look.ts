import type { BlockObservation } from '../domain/verdict.js'
import { count } from './words.js'

/** One look at the block in one line; only what it saw is said, and where it could not look. */
export function describeLook(look: BlockObservation): string {
  const { policy, missing, denied, succeeded, inWindow, undeniable, tampering, suspects, simulation } = look
  const facts = [
    `policy ${policy}`,
    ...missing,
    ...aboutEvents(look),
    ...(denied === 0 ? [] : [count(denied, 'denied call')]),
    ...some(succeeded.length, 'call', 'succeeded after the window'),
    ...some(inWindow.length, 'call', 'succeeded within the window'),
    ...some(undeniable.length, 'call', 'succeeded that no policy denies'),
    ...some(tampering.length, 'act', 'against the block'),
    ...some(suspects?.length ?? 0, 'suspect', ''),
    ...(simulation.status === 'unavailable' ? ['the simulator could not be asked'] : []),
    ...(simulation.status === 'allowed' ? [`the simulator would not deny ${simulation.notDenied.join(', ')}`] : []),
  ]
  return `Looked at the block: ${facts.join(', ')}`
}

/** A look that was not meant to ask CloudTrail says nothing of it. */
function aboutEvents({ depth, eventsRead, denied }: BlockObservation): string[] {
  if (depth !== 'full') return []
  if (!eventsRead) return ['CloudTrail could not be read in full']
  return denied === 0 ? ['no denied call'] : []
}

function some(number: number, noun: string, what: string): string[] {
  return number === 0 ? [] : [`${count(number, noun)} ${what}`.trim()]
}
