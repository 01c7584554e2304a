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
    improvements: each.map(({ action }, index) => ({
      id: `A${index + 1}`,
      gap: `G${index + 1}`,
      action,
      owner: '',
      dueAt: null,
      status: 'open',
    })),
  }
}

/** Names who does an action until when, or says that it is done; null where the report has no such action. */
export function planImprovement<Report extends AfterAction>(
  report: Report,
  id: string,
  changes: Partial<Pick<Improvement, 'action' | 'owner' | 'dueAt' | 'status'>>,
): Report | null {
  if (!report.improvements.some((each) => each.id === id)) return null
  return {
    ...report,
    improvements: report.improvements.map((each) => (each.id === id ? { ...each, ...changes } : each)),
  }
}
