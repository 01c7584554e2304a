import type { AfterAction, Gap, GapCause, Improvement } from './after-action-schema.js'

/** A gap, and what would close it. */
export interface FoundGap {
  readonly cause: GapCause
  readonly text: string
  readonly evidence: readonly number[]
  readonly action: string
}

/** Numbers the gaps, and makes an action of each; owner and date are for people to name. The same text is listed once. */
export function planFor(found: readonly FoundGap[]): { gaps: Gap[]; improvements: Improvement[] } {
  const each = [...new Map(found.map((gap) => [gap.text, gap])).values()]
  return {
    gaps: each.map(({ cause, text, evidence }, index) => ({
      id: `G${index + 1}`,
      cause,
      text,
      evidence: [...evidence],
    })),
    improvements: each.map(({ action }, index) => toDo(index + 1, action, `G${index + 1}`)),
  }
}

function toDo(no: number, action: string, gap: string): Improvement {
  return { id: `A${no}`, gap, action, owner: '', dueAt: null, status: 'open', openSince: null, doneAfter: null }
}

/** What people fill in. */
export type PlanChanges = Partial<Pick<Improvement, 'owner' | 'dueAt' | 'status'>>

/** Names who does an action until when, or says that it is done; null where the report has no such action. */
export function planImprovement<Report extends AfterAction>(
  report: Report,
  id: string,
  changes: PlanChanges,
): Report | null {
  if (!report.improvements.some((each) => each.id === id)) return null
  return {
    ...report,
    improvements: report.improvements.map((each) => (each.id === id ? { ...each, ...changes } : each)),
  }
}

/** Adds an action that people thought of themselves, in the debrief, say; it is the last one. */
export function addImprovement<Report extends AfterAction>(
  report: Report,
  action: string,
  changes: PlanChanges,
): Report {
  const numbers = report.improvements.map(({ id }) => Number(id.slice(1)))
  const added = { ...toDo(Math.max(0, ...numbers) + 1, action, ''), ...changes }
  return { ...report, improvements: [...report.improvements, added] }
}
