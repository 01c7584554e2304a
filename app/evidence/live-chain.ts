import { systemClock } from '../../integrations/system/system-clock.js'
import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { AnswerListener } from '../../src/evidence/chain/answer-listener.js'
import {
  CHAIN_SOURCE,
  ChainTrail,
  type ChainTrailOptions,
  followedNothing,
  requestsForChain,
} from '../../src/evidence/chain/chain-trail.js'
import { HeardRecords } from '../../src/evidence/chain/heard-records.js'
import type { TrailSource } from '../../src/ports.js'
import { count } from '../../src/report/words.js'
import { type AskedPrincipal, NamedInRecords } from './asked-principal.js'

export interface LiveChain {
  /** To be asked beside the others; none where nobody in particular is asked about. */
  readonly sources: readonly TrailSource[]
  readonly listener: AnswerListener | null
  /** Requests to the event history that are left to the other lookups. */
  readonly othersMayRequest: number
  /** For a person, before it begins. */
  readonly costs: string
}

interface Following extends Pick<ChainTrailOptions, 'home' | 'elsewhere' | 'maxRequests'> {
  readonly asked: string | undefined
  readonly about: Extract<AskedPrincipal, { ok: true }>
}

/** The chain of sessions behind the one that is asked about, as the playbook follows it: see `ChainTrail`. */
export function liveChain({ asked, about, ...options }: Following): LiveChain {
  const { maxRequests } = options
  if (asked === undefined || maxRequests < 2)
    return { sources: [], listener: null, othersMayRequest: maxRequests, costs: '' }
  const heard = new HeardRecords()
  const names = new NamedInRecords(asked)
  const chain = new ChainTrail({
    ...options,
    heard,
    named: about.named,
    accused: () => names.accused(),
    clock: systemClock,
    budgetMs: null,
  })
  const listener: AnswerListener = {
    heard: (event) => {
      heard.heard(event)
      names.heard(event)
    },
    answered: (source, answer) => heard.answered(source, answer),
  }
  const share = requestsForChain(maxRequests)
  const costs = `${CHAIN_SOURCE}: at most ${share} of the ${count(maxRequests, 'request')}, and what the event history leaves`
  return { sources: [chain], listener, othersMayRequest: maxRequests - share, costs }
}

/** Where there was nothing to follow there is nothing to tell. */
export function withoutIdleChain(sources: readonly EvidenceSource[]): EvidenceSource[] {
  return sources.filter((source) => source.name !== CHAIN_SOURCE || !followedNothing(source))
}
