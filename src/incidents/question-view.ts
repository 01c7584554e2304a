import { z } from 'zod'
import { questionSchema } from '../domain/effect.js'
import type { Incident } from '../domain/incident.js'
import type { RunningTimer } from '../engine/incident-store.js'
import { authorise, verbOf } from './authorise.js'
import { type ApprovalRules, circlesOf } from './authority.js'
import { askedQuestion } from './open-question.js'

/** The open question as people need to see it: about which plan, who answered, who may yet, and until when. */
export const questionViewSchema = z.object({
  question: questionSchema,
  planDigest: z.string(),
  /** `second`: the approvers let it expire once, and more people are asked. */
  circle: z.enum(['first', 'second']),
  quorum: z.number(),
  approvals: z.array(z.string()),
  /** Whose approval would count now; each of the circle may deny. */
  mayApprove: z.array(z.string()),
  /** null: people were reminded. */
  remindsAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
})
export type QuestionView = z.infer<typeof questionViewSchema>

/** null: nobody is asked. */
export function viewQuestion(
  rules: ApprovalRules,
  incident: Incident,
  timers: readonly RunningTimer[],
): QuestionView | null {
  const asked = askedQuestion(incident)
  if (asked === null) return null
  const { question, planDigest, circle } = asked
  const { quorum, approvals } = incident.snapshot.context
  const verb = verbOf(question, 'approve')
  const dueAt = (wait: string) => timers.find(({ name }) => name.includes(`.${wait}.`))?.dueAt ?? null
  const prefix = question === 'contain' ? 'approval' : 'restore'
  return {
    question,
    planDigest,
    circle,
    quorum,
    approvals,
    mayApprove: circlesOf(rules, question, circle).filter(
      (name) => authorise(rules, name, { verb, planDigest }, incident).allowed,
    ),
    remindsAt: dueAt(`${prefix}Reminder`),
    expiresAt: dueAt(`${prefix}Expiry`),
  }
}
