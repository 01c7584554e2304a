import { suspectWords } from '../../../../src/domain/suspect-words.js'
import type { Suspect, TamperingAct } from '../../../../src/domain/verdict.js'
import type { IncidentCard } from '../../incident-card.js'
import { type Part, section } from '../fit/parts.js'
import { code, codeBlock, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { bullets } from '../words/lists.js'
import { targetOf } from '../words/target.js'
import type { Draft } from './post.js'

/** Who did what against the block, and what may be the attacker's way back. */
export function tamperingPost({ report }: IncidentCard): Draft[] {
  const { tampering, suspects } = report.verdict
  if (tampering.length + suspects.length === 0) return [over(report, 'tampering', nothingHeld)]
  const at = tampering[0]?.at ?? suspects[0]?.createdAt ?? report.looks.at(-1)?.readAt ?? ''
  const acts = tampering.length === 0 ? [] : [listPart('Somebody acted against the block', tampering.map(actWords))]
  const newcomers =
    suspects.length === 0 ? [] : [listPart("May be the attacker's way back", suspects.map(shownSuspect))]
  return [
    {
      slot: 'tampering',
      place: 'thread',
      at,
      text: mrkdwn`${targetOf(report)}: ${tampering.length} act(s) against the block, ${suspects.length} suspect(s).`,
      parts: [...acts, ...newcomers, section(mrkdwn`*Next:* decide about each of them. ${report.statement.sentence}`)],
    },
  ]
}

const nothingHeld =
  'Nothing is held against the block any more: what was listed here is explained, or the block was looked at anew.'
const notCalledFor = 'A service control policy is not called for any more. The report has the text as it was.'

/** What was told and holds no more is corrected where it stands; where it was never told, nothing is posted. */
function over({ path }: IncidentCard['report'], slot: string, words: string): Draft {
  return {
    slot,
    place: 'thread',
    at: path[0]?.at ?? '',
    text: mrkdwn`${words}`,
    parts: [section(mrkdwn`${words}`)],
    editOnly: true,
  }
}

/** The control that cannot be taken off from inside the account, ready to copy. */
export function escalationPost({ report }: IncidentCard): Draft[] {
  const { escalation } = report
  if (escalation === null) return [over(report, 'escalation', notCalledFor)]
  const [policy = ''] = /^\{$.*^\}$/ms.exec(escalation) ?? []
  const sentences = escalation
    .replace(policy, '')
    .split('\n')
    .filter((text) => text !== '')
  return [
    {
      slot: 'escalation',
      place: 'thread',
      at: report.path.at(-1)?.at ?? '',
      text: mrkdwn`A service control policy for ${targetOf(report)} is ready to be copied.`,
      parts: [
        section(
          mrkdwn`*If the block does not hold:* what is put on from inside the account can be taken off from inside it. A service control policy cannot. Tourniquet does not write one.`,
        ),
        ...(policy === '' ? [] : [section(codeBlock(policy))]),
        section(
          bullets(
            sentences.map((text) => sentence(text, 500)),
            8,
          ),
        ),
      ],
    },
  ]
}

function listPart(title: string, items: readonly Mrkdwn[]): Part {
  return section(mrkdwn`*${title}*\n${bullets(items, 8, ', which are in the report')}`)
}

function actWords({ what, by, at }: TamperingAct): Mrkdwn {
  const who = by === null ? mrkdwn`by nobody known yet` : mrkdwn`by ${code(by, 160)}`
  return mrkdwn`${sentence(what, 300)}, ${who}, ${at === null ? 'time not known' : utcTime(at, null)}`
}

function shownSuspect(suspect: Suspect): Mrkdwn {
  const { name, createdAt, by, cause, opened } = suspect
  const { before, after } = suspectWords(suspect)
  const maker = by === null ? mrkdwn`nobody known yet` : code(by, 160)
  const sure = cause === 'principal' ? 'the principal or a suspect' : 'not known yet whether it is theirs'
  const at = utcTime(createdAt, null)
  if (opened !== undefined) return mrkdwn`${before} ${code(name, 200)} ${after}, ${at}, by ${maker} (${sure})`
  return mrkdwn`${before} ${code(name, 200)}, since ${at}, made by ${maker} (${sure})`
}
