import type { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import type { TrailFacts } from '../../../src/evidence/facts/trail-facts.js'
import { breathe } from './thread-pool.js'
import type { ScanThread } from './thread-protocol.js'

/**
 * Takes over what a thread has gathered, piece by piece: everything else has its turn between two of them. The next piece is on
 * its way while one is merged. The thread waits meanwhile: one that read on would need memory for what is not merged yet.
 */
export async function mergeFacts(thread: ScanThread, gatherer: FactsGatherer, isLast: boolean): Promise<void> {
  let piece = await pieceOf(thread, isLast)
  while (piece !== null) {
    // Waited for together, so that a thread that dies is told of whichever comes first.
    const next = pieceOf(thread, isLast)
    gatherer.merge(piece)
    ;[piece] = await Promise.all([next, breathe()])
  }
}

async function pieceOf(thread: ScanThread, isLast: boolean): Promise<TrailFacts | null> {
  const answer = await thread.ask({ kind: 'nextFacts', isLast })
  return answer.kind === 'facts' ? answer.facts : null
}
