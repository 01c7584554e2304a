import pc from 'picocolors'
import { z } from 'zod'
import { requestKindSchema } from '../src/domain/incident-event.js'
import { inWords } from '../src/engine/in-words.js'
import type { QuestionView } from '../src/incidents/question-view.js'
import type { Note } from '../src/report/talk.js'
import { requestWords } from '../src/report/words.js'
import { terminalText } from './terminal-text.js'

const refusedRecord = z.object({
  body: z.object({
    at: z.string(),
    what: z.enum(['DECISION_REFUSED', 'REQUEST_REFUSED']),
    detail: z.looseObject({
      by: z.string(),
      code: z.string(),
      repeats: z.number(),
      question: z.string().optional(),
      decision: z.string().optional(),
      ask: requestKindSchema.optional(),
    }),
  }),
})
/** The newest are what people look for; the whole of it is in the record. */
const MOST_REFUSALS = 10
const MOST_NOTES = 20
const MOST_CHARS = 2_000

/** Who has answered, who may, and until when; nothing where nobody is asked. */
export function questionLines(view: QuestionView | null): string[] {
  if (view === null) return []
  const { question, circle, quorum, approvals, mayApprove, expiresAt } = view
  const asked =
    circle === 'first' ? 'asked of the approvers' : 'nobody decided in time, a second circle is asked as well'
  return [
    `${pc.dim('question')}  ${question}: ${asked}`,
    `${pc.dim('approved')}  ${names(approvals)} (${approvals.length} of ${quorum})`,
    `${pc.dim('may approve')}  ${names(mayApprove)}`,
    `${pc.dim('until')}  ${expiresAt ?? 'no time is set'}`,
  ]
}

/** Who was answered no, and why, newest last. `records` as the API gives them. */
export function refusalLines(records: readonly unknown[]): string[] {
  const refused = records.flatMap((record) => refusedRecord.safeParse(record).data ?? [])
  return refused.slice(-MOST_REFUSALS).map(({ body: { at, detail } }) => {
    const { by, code, repeats, question, decision, ask } = detail
    const what = decision === undefined ? requestWords[ask ?? 'restore'] : `${decision} ${question}`
    const more = repeats === 0 ? '' : `, after ${repeats} more like it`
    return `${pc.dim('refused')}  ${at}  ${terminalText(by)}: ${terminalText(`${what} (${inWords(code)})`)}${more}`
  })
}

/** What people added, newest last. */
export function noteLines(notes: readonly Pick<Note, 'at' | 'by' | 'author' | 'text'>[]): string[] {
  const left = notes.length - MOST_NOTES
  const lines = notes.slice(-MOST_NOTES).map(({ at, by, author, text }) => {
    return `${pc.dim('note')}  ${at}  ${terminalText(author === '' ? by : author)}: ${terminalText(text, MOST_CHARS)}`
  })
  return left <= 0 ? lines : [`${pc.dim('note')}  and ${left} older ones, which are in the report`, ...lines]
}

function names(list: readonly string[]): string {
  return list.map((name) => terminalText(name)).join(', ') || 'nobody'
}
