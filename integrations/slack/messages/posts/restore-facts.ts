import type { RestorePlan } from '../../../../src/domain/plan.js'
import type { IncidentCard } from '../../incident-card.js'
import { type Part, section } from '../fit/parts.js'
import { code, joined, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { bullets, firstFew } from '../words/lists.js'
import { planLine, writeWords } from '../words/plan-words.js'

export const restoreWords: Record<RestorePlan['restoreAs'], string> = {
  'false-alarm': 'false alarm: everything that we wrote is undone',
  compromise: 'real compromise: sessions from before stay dead, keys stay off',
}

/** What whoever decides about giving access back has to know: as what, what comes to life again, what changed meanwhile. */
export function restoreFacts(card: IncidentCard, plan: RestorePlan, digest: string): Part[] {
  return [
    section(mrkdwn`*Restore as* ${restoreWords[plan.restoreAs]}${askedBy(card)}`),
    section(mrkdwn`*The block now* ${card.report.statement.sentence}`),
    section(
      joined(
        [
          mrkdwn`*Will do*`,
          bullets(
            plan.writes.map((write) => writeWords(plan, write)),
            4,
            ' (Show plan)',
          ),
          planLine(plan, digest),
        ],
        '\n',
      ),
    ),
    section(
      mrkdwn`*Sessions that come to life* ${firstFew(
        plan.revivingSessions.map((name) => code(name, 80)),
        5,
        'no session from before the block',
      )}`,
    ),
    ...driftParts(plan),
    ...listPart('Still denied after it', plan.stillDenied),
    ...listPart('Stays different on purpose', plan.intendedDifferences),
  ]
}

/** Changes of others stay as found: whoever approves accepts them too. */
function driftParts({ drift, entity }: RestorePlan): Part[] {
  if (drift.length === 0) return [section(mrkdwn`*Changed by others since* nothing: the ${entity.type} is as it was`)]
  const rows = drift.map(({ what, before, now }) => {
    return mrkdwn`${sentence(what, 200)}: was ${code(before ?? 'not there', 120)}, is now ${code(now ?? 'gone', 120)}`
  })
  return [section(mrkdwn`*Changed by others since* and left as found:\n${bullets(rows, 4, ' (Show plan)')}`)]
}

function listPart(title: string, items: readonly string[]): Part[] {
  if (items.length === 0) return []
  const shown = bullets(
    items.map((item) => sentence(item, 250)),
    3,
    ' (Show plan)',
  )
  return [section(mrkdwn`*${title}*\n${shown}`)]
}

function askedBy({ report }: IncidentCard): Mrkdwn {
  const asked = report.decisions.findLast(({ what }) => what.startsWith('asked for a restore'))
  if (asked?.who === undefined || asked.who === null) return mrkdwn``
  return mrkdwn`\nAsked for by ${asked.who} at ${utcTime(asked.at, report.path[0]?.at ?? null)}: ${sentence(asked.reason, 300)}`
}
