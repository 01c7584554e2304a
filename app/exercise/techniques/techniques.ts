import { scriptedTechniques } from '../../../simulated-aws/scripted/catalogue.js'
import { callApis } from './call-apis.js'
import { ofScripted } from './of-scripted.js'
import type { Parameters, Technique } from './technique.js'

/** Those that undo a block look this many times while it is not enforced yet. */
const LOOKS = 4
const REACTION_MS = { least: 250, most: 1_000 }
/** Between two rounds of what has no need to hurry: longer than enforcement takes, so that a block can be seen to bite. */
const BUSINESS_MS = 15_000

/** Everything that a step of an attack can be. */
export const techniques: readonly Technique[] = [
  callApis,
  ...scriptedTechniques.map((scripted) =>
    ofScripted(scripted, (own, enforcementDelayMs) => everyMsOf(scripted.name, own, enforcementDelayMs)),
  ),
]

export function findTechnique(wanted: string): Technique | undefined {
  return techniques.find((technique) => technique.name === wanted)
}

/** How often a technique acts where the file does not say. */
function everyMsOf(name: string, { actsAt }: Parameters, enforcementDelayMs: number): number {
  switch (name) {
    case 'deny-removal':
    case 'group-exit':
      return reactionMs(enforcementDelayMs)
    default:
      // Of those that can wait for the first sign of a block: it may be over by the next leisurely round.
      return actsAt === 'block' ? reactionMs(enforcementDelayMs) : BUSINESS_MS
  }
}

/** A block that is not enforced yet is there for them to be seen. */
function reactionMs(enforcementDelayMs: number): number {
  return Math.min(REACTION_MS.most, Math.max(REACTION_MS.least, Math.floor(enforcementDelayMs / LOOKS)))
}
