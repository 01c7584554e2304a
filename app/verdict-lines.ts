import { isTrailUnknown } from '../src/containment/verdict.js'
import { nameSuspect } from '../src/domain/suspect-words.js'
import type { Verdict } from '../src/domain/verdict.js'
import { terminalText } from './terminal-text.js'

/** The verdict for a terminal: `contained` never without `enforcement`; tampering, suspects and simulator where they say something. */
export function verdictLines(verdict: Verdict): string[] {
  const { contained, policy, enforcement, simulation, tampering, suspects } = verdict
  return [
    `contained ${contained}, policy ${policy}, enforcement ${enforcement}${simulation === 'unknown' ? '' : `, simulator says ${simulation}`}`,
    ...trailLines(verdict),
    ...tampering.map(({ what, by, at }) =>
      terminalText(`tampering: ${what}, by ${by ?? 'nobody known'}, ${at ?? 'time not known'}`, 300),
    ),
    ...suspects.map((suspect) => {
      const by = suspect.cause === 'principal' ? ' by the principal or a suspect' : ''
      return terminalText(`suspect: ${nameSuspect(suspect)}, ${suspect.createdAt}${by}`, 300)
    }),
  ]
}

/** What the looks could not read of CloudTrail, so that it proves nothing; none where they read all of it. */
export function trailLines(verdict: Verdict): string[] {
  return [
    ...(isTrailUnknown(verdict) ? ['CloudTrail could not be read by any of the last looks'] : []),
    ...(verdict.trailCut === true
      ? ['CloudTrail has more calls than could be read: a way back may hide among them']
      : []),
  ]
}
