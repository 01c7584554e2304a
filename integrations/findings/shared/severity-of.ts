/** Words and numbers of other scales on GuardDuty's, 0 to 10. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
const WORDS: ReadonlyMap<string, number> = new Map([
  ['informational', 0],
  ['info', 0],
  ['low', 2],
  ['minor', 2],
  ['medium', 5],
  ['moderate', 5],
  ['high', 8],
  ['critical', 9],
  ['fatal', 10],
])

/** What is told of nothing: in the middle, so that it neither wakes everybody nor is the last to be looked at. */
export const UNTOLD_SEVERITY = 5

export function severityOfWord(word: string | null | undefined): number | undefined {
  return WORDS.get((word ?? '').trim().toLowerCase())
}

/** A score from 0 to 100 (Security Hub's Normalized, the risk scores of Elastic and Splunk). */
export function severityOfScore(score: number | null | undefined): number | undefined {
  if (score === null || score === undefined || !(score >= 0 && score <= 100)) return undefined
  return Math.round(score) / 10
}
