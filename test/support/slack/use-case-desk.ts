import type { SlackActor, SlackDesk } from '../../../integrations/slack/slack-desk.js'
import type { Engine } from '../../../src/engine/engine.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { type Decided, decide } from '../../../src/incidents/decide.js'
import { scriptedDesk } from './scripted-desk.js'

/** What somebody was told of a decision, and what was noted of a click that came to none. */
export interface DeskNotes {
  readonly decided: { readonly by: string; readonly incidentId: string; readonly decided: Decided }[]
  readonly refused: { readonly who: SlackActor; readonly why: string }[]
}

/** A desk whose decisions are the use case's own, by whoever a Slack id stands for; who stands for nobody acts as the id. */
export function useCaseDesk(engine: Engine, rules: ApprovalRules, people: ReadonlyMap<string, string>) {
  const notes: DeskNotes = { decided: [], refused: [] }
  const desk: SlackDesk = {
    ...scriptedDesk().desk,
    decide: async (who, { incidentId, question, decision, planDigest }, reason) => {
      const by = people.get(who.userId) ?? `slack:${who.userId}`
      const decided = await decide(engine, rules, incidentId, { question, decision, planDigest, reason, by })
      notes.decided.push({ by, incidentId, decided })
      if (decided.status === 'refused') return { outcome: 'refused', text: decided.reason }
      return { outcome: 'done', text: 'It is recorded.' }
    },
    refuseClick: async (who, why) => {
      notes.refused.push({ who, why })
      return { outcome: 'refused', text: 'This does not count.' }
    },
  }
  return { desk, notes }
}
