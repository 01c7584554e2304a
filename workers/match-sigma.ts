import { eventTimeMs } from '../src/evidence/facts/event-time.js'
import type { InvestigateOptions } from '../src/evidence/investigate.js'
import { sigmaMatchesOf } from '../src/evidence/proposal/sigma-matches.js'
import { normaliseRecord } from '../src/evidence/record/normalise-record.js'
import type { SigmaRules } from '../src/evidence/sigma/load-sigma-rules.js'
import { SigmaTally } from '../src/evidence/sigma/sigma-tally.js'
import type { Clock } from '../src/ports.js'
import type { SourceAnswer } from './ask-sources.js'

/** So many records at a time: a few milliseconds. */
const AT_A_TIME = 250

/**
 * Asks the rules of the configuration about every record of the window that sources handed over, each event once. Whatever
 * else this process serves has its turn in between. Nothing where no rules are configured.
 */
export async function matchSigma(
  answers: readonly SourceAnswer[],
  sigma: SigmaRules | null | undefined,
  { from, to, clock }: { readonly from: string; readonly to: string; readonly clock: Clock },
): Promise<Pick<InvestigateOptions, 'sigma'>> {
  if (sigma == null) return {}
  const tally = new SigmaTally(sigma.rules)
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const seen = new Set<string>()
  let asked = 0
  for (const { raw } of answers) {
    for (const record of raw.records()) {
      const read = normaliseRecord(record)
      if (!read.ok || seen.has(read.event.eventId)) continue
      seen.add(read.event.eventId)
      const atMs = eventTimeMs(read.event.eventTime)
      if (atMs >= fromMs && atMs <= toMs) tally.ask(record, read.event, atMs)
      asked += 1
      if (asked % AT_A_TIME === 0) await clock.pause(0)
    }
  }
  const { rules, unsupported } = sigma
  return { sigma: { rules: rules.length, matches: sigmaMatchesOf(tally.matches()), unsupported } }
}
