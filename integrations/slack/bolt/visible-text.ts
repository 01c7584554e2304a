/** White space, control and format characters, marks that stand on nothing, and letters that are drawn as nothing. */
const INVISIBLE = /[\s\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/gu

export const SHORTEST_REASON = 10
/** The same as for the API. */
export const LONGEST_REASON = 2_000

/** Whether a text has at least two characters that can be seen: what is said in an exercise need not be a reason. */
export function saysSomething(text: string): boolean {
  return visibleIn(text) >= 2
}

function visibleIn(text: string): number {
  return [...text.replace(INVISIBLE, '')].length
}

/** What is wrong with a reason; null: nothing. Ten blanks of whatever kind say as little as an empty field. */
export function reasonProblem(reason: string): string | null {
  if (visibleIn(reason) < SHORTEST_REASON) {
    return `Say why in at least ${SHORTEST_REASON} characters: it stands on the record for good.`
  }
  return reason.length > LONGEST_REASON ? `At most ${LONGEST_REASON} characters, please.` : null
}
