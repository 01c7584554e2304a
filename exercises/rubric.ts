import type { InjectOf, RubricPoint } from './schema/injects.js'

/** What an answer is worth: which points it makes (from 0), and their weights together. */
export interface Marked {
  readonly made: readonly number[]
  readonly points: number
}

/**
 * Marks a free answer by the keywords of the file: a point is made where any of its keywords stands in the answer as whole words
 * and none of the words in `not` does. Case, accents and the kind of white space do not count; `*` at the end of a keyword stands
 * for any ending. That is all it can do: it takes "the deny does not stop it" for the same as its opposite, so the facilitator has
 * the last word, and the report says who marked.
 */
export function markAnswer(answer: string, rubric: readonly RubricPoint[]): Marked {
  const said = plain(answer)
  const made = rubric.flatMap(({ keywords, not = [] }, index) =>
    keywords.some((keyword) => says(said, keyword)) && !not.some((keyword) => says(said, keyword)) ? [index] : [],
  )
  return { made, points: pointsOf(made, rubric) }
}

/** Whether any of these keywords stands in a text. */
export function mentions(text: string, keywords: readonly string[]): boolean {
  const said = plain(text)
  return keywords.some((keyword) => says(said, keyword))
}

/** The weights of these points together. */
export function pointsOf(made: readonly number[], rubric: readonly RubricPoint[]): number {
  return rubric.reduce((sum, { weight }, index) => (made.includes(index) ? sum + weight : sum), 0)
}

/** The most that a rubric gives. */
export function mostPoints(rubric: readonly RubricPoint[]): number {
  return rubric.reduce((sum, { weight }) => sum + weight, 0)
}

/** How many points it takes for a question to be met: half of them where the file does not say. */
export function passMark({ rubric = [], atLeast }: Pick<InjectOf<'question'>, 'rubric' | 'atLeast'>): number {
  return atLeast ?? Math.ceil(mostPoints(rubric) / 2)
}

/** Looked for between word boundaries by hand: a keyword is the author's text, and no pattern to run on somebody's answer. */
function says(said: string, keyword: string): boolean {
  const isBeginning = keyword.trim().endsWith('*')
  const wanted = plain(isBeginning ? keyword.trim().slice(0, -1) : keyword)
  if (wanted === '') return false
  for (let from = said.indexOf(wanted); from !== -1; from = said.indexOf(wanted, from + 1)) {
    if (!isWord(said[from - 1]) && (isBeginning || !isWord(said[from + wanted.length]))) return true
  }
  return false
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character)
}

/** Without case and accents, white space as single spaces. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim()
}
