import type { Evidence } from '../../../../src/domain/evidence.js'
import type { ContainPlan } from '../../../../src/domain/plan.js'
import { impactFacts } from '../../../../src/report/impact-facts.js'
import { roleUseSentences, scopeSentences } from '../../../../src/report/role-use-words.js'
import { triageSentences } from '../../../../src/report/triage-words.js'
import type { IncidentCard } from '../../incident-card.js'
import { type Part, section } from '../fit/parts.js'
import { joined, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { activityWords, topCallWords } from '../words/evidence-words.js'
import { findingWords } from '../words/finding-words.js'
import { bullets } from '../words/lists.js'
import { modeLines, planLine, writeWords } from '../words/plan-words.js'
import { contradictionParts } from './evidence-post.js'

/** What whoever decides about a block has to know: why, what was seen, what will be done, whom it hits, what goes on anyway. */
export function containFacts(card: IncidentCard, plan: ContainPlan, digest: string): Part[] {
  const { report } = card
  const evidence = report.evidence.status === 'known' ? report.evidence.content : null
  return [
    ...contradictionParts(evidence?.investigation),
    section(mrkdwn`*Why now* ${findingWords(report)}`),
    section(mrkdwn`*Seen* ${seenWords(card)}`),
    ...triageParts(evidence),
    ...ownerParts(card),
    section(
      joined(
        [
          mrkdwn`*Will do* ${joined(modeLines(plan), '; ')}`,
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
    ...scopeParts(evidence, plan),
    section(mrkdwn`*Impact* ${impactWords(plan)}`),
    section(
      mrkdwn`*Not covered* ${count(plan)}\n${bullets(
        plan.notCovered.map((text) => sentence(text, 200)),
        2,
        ' (Show plan)',
      )}`,
    ),
  ]
}

/** Who made a Roles Anywhere profile, what it hands out, who came in by it. */
function triageParts(evidence: Evidence | null): Part[] {
  const answers = evidence === null ? [] : triageSentences(evidence)
  if (answers.length === 0) return []
  return [
    section(
      mrkdwn`*Triage*\n${bullets(
        answers.map((text) => sentence(text, 240)),
        8,
        ' (Show plan)',
      )}`,
    ),
  ]
}

/** What of the role is denied, and who uses it: only where the playbook asked that. */
function scopeParts(evidence: Evidence | null, plan: ContainPlan): Part[] {
  const scope = scopeSentences(plan)
  if (scope.length === 0) return []
  const used = evidence === null ? [] : roleUseSentences(evidence)
  const words = scope.map((text) => sentence(text, 400))
  return [
    section(
      mrkdwn`*Scope* ${joined(words, '\n')}\n${bullets(
        used.map((text) => sentence(text, 200)),
        3,
        ' (Show plan)',
      )}`,
    ),
  ]
}

function count({ notCovered }: ContainPlan): string {
  return notCovered.length === 0 ? 'nothing is known that goes on in spite of it' : 'goes on in spite of the block:'
}

function seenWords({ report }: IncidentCard): Mrkdwn {
  const { evidence } = report
  if (evidence.status === 'none') return mrkdwn`nothing: no evidence could be collected`
  if (evidence.status === 'lost') return mrkdwn`nothing that can be relied on: the evidence was lost or changed`
  const { investigation } = evidence.content
  const said = investigation === undefined ? mrkdwn`` : mrkdwn`\n${sentence(investigation.statement, 300)}`
  return mrkdwn`${activityWords(evidence.content, report.path[0]?.at ?? null)}\n${topCallWords(evidence.content, 4)}${said}`
}

/** What the owner said is beside the evidence, and never an approval. */
export function ownerParts({ report }: IncidentCard): Part[] {
  const last = report.ownerAnswers.at(-1)
  if (last === undefined) return []
  const { owner, wasMe, at } = last
  const said =
    wasMe === null
      ? mrkdwn`${owner} was asked "was this you?" at ${utcTime(at, null)}: no answer yet`
      : mrkdwn`${owner} says ${wasMe ? 'it was me' : 'it was not me'} (${utcTime(at, null)}). It is evidence, not an approval`
  return [section(mrkdwn`*Owner* ${said}`)]
}

/** The facts that say something, in one paragraph; what could not be read last. */
function impactWords({ entity, impact }: ContainPlan): Mrkdwn {
  const known = impactFacts(entity.type, impact).filter(({ text }) => text !== 'none')
  const facts = known.map(({ name, text }) => mrkdwn`${name.toLowerCase()}: ${sentence(text, 200)}`)
  const unread = impact.unread.map((text) => mrkdwn`not read: ${sentence(text, 200)}`)
  return joined([...facts, ...unread], ' · ')
}
