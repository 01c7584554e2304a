import type { KnownBlocks, StandingBlock } from '../../src/report/standing-blocks.js'
import { count } from '../../src/report/words.js'
import { terminalText } from '../terminal-text.js'
import { trailLines } from '../verdict-lines.js'

/** A standing block for a terminal: what it is, since when, and what is known of whether it holds. */
export function blockLines(block: StandingBlock & Pick<KnownBlocks, 'realm' | 'account'>): string {
  const { incidentId, state, account, principal, containmentId, appliedAt, policies, attached, keys, verdict } = block
  const what = [...policies, ...attached, ...keys].map((each) => terminalText(each)).join(', ')
  const tampering =
    verdict.tampering.length === 0 ? 'no tampering' : `${count(verdict.tampering.length, 'act')} of tampering`
  return [
    `${incidentId}  ${state}  ${terminalText(`${principal.type}/${principal.name}`)} in ${account.id}${account.name === '' ? '' : ` (${terminalText(account.name)})`}, ${terminalText(block.realm)}`,
    `  ${containmentId}, ${appliedAt === null ? 'may stand: the answer to its write is not on the record' : `since ${appliedAt}`}`,
    `  ${what === '' ? 'its plan is lost: the undo card has the writes' : what}`,
    `  contained ${verdict.contained}, policy ${verdict.policy}, enforcement ${verdict.enforcement}, ${tampering}`,
    ...trailLines(verdict).map((line) => `  ${line}`),
  ].join('\n')
}
