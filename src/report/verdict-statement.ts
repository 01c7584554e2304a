import { isTrailUnknown } from '../containment/verdict.js'
import type { Verdict } from '../domain/verdict.js'
import type { BlockStatus } from './block-status.js'
import { count } from './words.js'

/** How the verdict stands now, in one sentence; `enforcement` is said in each. */
export interface VerdictStatement {
  /** good: contained; open: nothing is wrong, but it is not contained (yet, or any more); bad: it did not work. */
  readonly tone: 'good' | 'open' | 'bad'
  readonly headline: string
  readonly sentence: string
}

const enforcementWords: Record<Verdict['enforcement'], string> = {
  observed: 'Enforcement observed: calls of the principal were seen to be denied.',
  notObserved: 'Enforcement not observed: no call of the principal was seen since that could prove a denial.',
  violated: 'Enforcement violated: a call of the principal succeeded after the block was in force.',
}

/**
 * What the verdict means in this state. "Contained" is claimed only where the verdict says so and the block stands; after a
 * restore it is told as past, since nothing is denied any more.
 */
export function stateVerdict(verdict: Verdict, block: BlockStatus, state: string): VerdictStatement {
  const enforcement = enforcementWords[verdict.enforcement]
  if (block === 'none') {
    const why = whyNone[state] ?? 'no block was written'
    return open('Not contained', `Not contained: ${why}. Enforcement not observed: there was nothing to enforce.`)
  }
  if (block === 'removed') return afterRestore(verdict, enforcement)
  if (verdict.enforcement === 'violated') return bad('Not contained', `Not contained. ${enforcement}`)
  if (verdict.tampering.length > 0) {
    return bad('Not contained', `Not contained: somebody acted against the block. ${enforcement}`)
  }
  if (verdict.suspects.length > 0) {
    return bad('Not contained', `Not contained: ${suspectsOf(verdict)} may be the attacker's way back. ${enforcement}`)
  }
  if (verdict.simulation === 'allowed') {
    return bad('Not contained', `Not contained: IAM's policy simulator would not deny every probe. ${enforcement}`)
  }
  if (block === 'missing')
    return bad('Not contained', `Not contained: the block is not there as written. ${enforcement}`)
  if (block === 'maybe') {
    return bad('Not contained', `Not contained: whether the block is in place is not known. ${enforcement}`)
  }
  if (verdict.trailCut === true) {
    const why = 'CloudTrail has more calls than could be read, and a way back may hide among them'
    return open('Not proven', `Not contained: ${why}. ${enforcement}`)
  }
  if (isTrailUnknown(verdict) && state !== 'verifying') {
    const why = 'CloudTrail could not be read by any of the last looks, so what the principal did is not known'
    return open('Not proven', `Not contained: ${why}. ${enforcement}`)
  }
  if (verdict.contained) {
    return {
      tone: 'good',
      headline: 'Contained',
      sentence: `Contained: the block held through the soak. ${enforcement}`,
    }
  }
  return open('Not proven yet', `Not contained yet: the block is in place and its soak is not over. ${enforcement}`)
}

/** "New" only of what came into being: whoever looks for a new role misses the old one that was opened. */
function suspectsOf({ suspects }: Verdict): string {
  if (suspects.some(({ opened }) => opened !== undefined))
    return count(suspects.length, 'suspect, new or opened another way,', 'suspects, new or opened another way,')
  const hasSession = suspects.some(({ kind }) => kind === 'session')
  const [one, more] = hasSession
    ? ['principal, key or session', 'principals, keys or sessions']
    : ['principal or key', 'principals or keys']
  return count(suspects.length, `new ${one}`, `new ${more}`)
}

const whyNone: Readonly<Record<string, string>> = {
  denied: 'people decided against the block',
  heldDown: 'the finding shows nothing newer than a restore just before it, so nobody was asked again',
}

function afterRestore({ contained }: Verdict, enforcement: string): VerdictStatement {
  return contained
    ? open('Was contained, access restored', `Was contained until access was given back. ${enforcement}`)
    : open('Access restored', `Was never fully contained, and access has been given back. ${enforcement}`)
}

function open(headline: string, sentence: string): VerdictStatement {
  return { tone: 'open', headline, sentence }
}

function bad(headline: string, sentence: string): VerdictStatement {
  return { tone: 'bad', headline, sentence }
}
