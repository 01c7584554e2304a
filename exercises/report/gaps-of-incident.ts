import { nameSuspect } from '../../src/domain/suspect-words.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import { capitalise, count } from '../../src/report/words.js'
import { isRefusal } from './decisions-of-incident.js'
import type { FoundGap } from './plan-improvement.js'

/** What could be better, by the record of an incident; each with what would close it. */
export function gapsOfIncident(report: IncidentReport): FoundGap[] {
  return [
    ...recordGaps(report),
    ...attackerGaps(report),
    ...questionGaps(report),
    ...attemptGaps(report),
    ...evidenceGaps(report),
    ...leftToDo(report),
  ]
}

function recordGaps({ audit: { chain } }: IncidentReport): FoundGap[] {
  if (chain.ok) return []
  return [
    {
      cause: 'record',
      text: `The record is not in order from number ${chain.brokenAtSeq} on: ${chain.reason}`,
      evidence: [chain.brokenAtSeq],
      action: 'Find out who changed the record, and see to it that heads of the chain are kept outside of this host.',
    },
  ]
}

function attackerGaps({ passedCalls, verdict }: IncidentReport): FoundGap[] {
  const after = passedCalls.filter(({ when }) => when === 'after the window')
  const names = [...new Set(after.map(({ eventName }) => eventName))].join(', ')
  const calls: FoundGap[] =
    after.length === 0
      ? []
      : [
          {
            cause: 'attackerCalls',
            text: `${count(after.length, 'call')} got through after the block was in force: ${names}.`,
            evidence: [],
            action: `Find what let ${names} through, and block that as well.`,
          },
        ]
  const suspects = verdict.suspects.map((suspect): FoundGap => {
    const { name, createdAt } = suspect
    return {
      cause: 'persistence',
      text: `What may be the attacker's way back: ${nameSuspect(suspect)}, at ${createdAt}.`,
      evidence: [],
      action: `Decide about ${name}: block or remove it, or note why it is legitimate.`,
    }
  })
  const acts = verdict.tampering.map(({ what, by }): FoundGap => {
    return {
      cause: 'other',
      text: `Somebody acted against the block: ${what}${by === null ? '' : `, by ${by}`}.`,
      evidence: [],
      action:
        'Find out who that was, and take away the permission that made it possible, by a service control policy where nothing else holds.',
    }
  })
  return [...calls, ...suspects, ...acts]
}

function questionGaps({ questions, timeline }: IncidentReport): FoundGap[] {
  return questions.flatMap(({ question, fate, askedAt }) => {
    const subject = question === 'contain' ? 'block' : 'restore'
    if (fate.kind === 'expired') {
      return [
        {
          cause: 'question' as const,
          text: `Nobody decided in time about the ${subject} that was asked for at ${askedAt}.`,
          evidence: entriesAt(timeline, fate.at),
          action: `Name deputies for the approvers of the ${subject}, or a second circle that is asked when the question expires.`,
        },
      ]
    }
    if (fate.kind !== 'void') return []
    return [
      {
        cause: 'question' as const,
        text: `The question about the ${subject} asked at ${askedAt} came to nothing. ${fate.why}`,
        evidence: entriesAt(timeline, fate.at),
        action:
          'Look whether that plan could have been right the first time: what was known later that could have been known then?',
      },
    ]
  })
}

function attemptGaps({ decisions, timeline }: IncidentReport): FoundGap[] {
  return decisions.flatMap(({ who, what, counted, at }) => {
    if (who === null || (counted && !isRefusal(what))) return []
    const came = isRefusal(what) ? what : `${what}, without effect`
    return [
      {
        cause: isRefusal(what) ? ('unauthorised' as const) : ('wrongAttempt' as const),
        text: `${who} ${came}.`,
        evidence: entriesAt(timeline, at),
        action: isRefusal(what)
          ? `Settle who does this: name ${who} in the approval rules, or brief them on whom to ask.`
          : `Show ${who} how the card and the incident page tell what can be done at a moment.`,
      },
    ]
  })
}

function evidenceGaps({ evidence }: IncidentReport): FoundGap[] {
  if (evidence.status === 'lost') {
    return [
      {
        cause: 'record',
        text: `The evidence is lost: ${evidence.digest} is gone, or was changed.`,
        evidence: [],
        action: 'Find out who removed or changed it, and restore it from a backup.',
      },
    ]
  }
  if (evidence.status === 'none') return []
  return evidence.content.sources.flatMap(({ name, status }) =>
    status === 'ok'
      ? []
      : [
          {
            cause: 'other' as const,
            text: `Evidence was incomplete: ${name} was ${status}.`,
            evidence: [],
            action: `See to it that ${name} can be read in full: permissions, retention and limits.`,
          },
        ],
  )
}

/** What the incident report lists as still to do is no gap in the response, but nobody must lose it. */
function leftToDo({ followUps }: IncidentReport): FoundGap[] {
  return followUps.map((text) => ({
    cause: 'other',
    text: `Left to do: ${text}`,
    evidence: [],
    action: capitalise(text),
  }))
}

function entriesAt(timeline: IncidentReport['timeline'], at: string): number[] {
  return timeline.flatMap((entry) => (entry.at === at ? [entry.seq] : [])).slice(0, 5)
}
