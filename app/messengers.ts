import { assertNever } from '../src/domain/assert-never.js'
import type { NoticeTopic } from '../src/domain/effect.js'
import { planDigest } from '../src/domain/plan.js'
import type { Log } from '../src/engine/engine.js'
import type { Messenger, QuestionCard } from '../src/ports.js'

/** For who follows the incident by other means: the demo reads the API. */
export const silentMessenger: Messenger = { ask: async () => {}, tell: async () => {} }

/** Questions and notices as log lines, until a channel of people is connected. JSON escapes what comes from outside. */
export function logMessenger(log: Log, banner: string): Messenger {
  return {
    ask: async (card) => {
      const { incidentId, plan, quorum, circle, planDigest: digest } = card
      const { raisedBecause } = plan.approval
      if (planDigest(plan) !== digest) throw new Error(`The plan of ${incidentId} is not the one that is asked about.`)
      const answer = `tourniquet approve ${incidentId} --plan ${digest} --reason "..."`
      log.warn(`Approval needed: ${plan.kind} ${plan.entity.arn}`, {
        banner,
        incidentId,
        quorum,
        circle,
        raisedBecause,
        digest,
        answer,
        ...doubtIn(card),
      })
    },
    tell: async (card) => {
      const { topic, ...rest } = card
      const details = { banner, topic, ...rest }
      if (isUrgent(topic)) log.error(`Incident ${topic}`, details)
      else log.info(`Incident ${topic}`, details)
    },
  }
}

/** What the records say of it, and where they point elsewhere: whoever reads the line decides on that. */
function doubtIn({ evidence }: QuestionCard): { readonly evidence?: string; readonly doubt?: string } {
  const { statement, contradiction = null } = evidence?.investigation ?? {}
  return {
    ...(statement === undefined ? {} : { evidence: statement }),
    ...(contradiction === null ? {} : { doubt: contradiction }),
  }
}

function isUrgent(topic: NoticeTopic): boolean {
  switch (topic) {
    case 'tampered':
    case 'suspects':
    case 'needsHuman':
    case 'unresolved':
    case 'unconfirmed':
    case 'refused':
    case 'held':
    case 'escalated':
    case 'preAuthorised':
    case 'expired':
    case 'notWidened':
      return true
    case 'denied':
    case 'reminder':
    case 'contained':
    case 'restored':
    case 'closed':
    case 'heldDown':
      return false
    default:
      return assertNever(topic, 'topic')
  }
}
