import type { ExerciseReview } from './after-action-schema.js'

/** Whoever seemed to attack, and may do what they did. */
export const nobodyAttacked = 'Nobody attacked: whoever acted here was allowed to. It only looked like it.'

/** What the attacker got, in a few lines of text; none where nobody called anything: in a discussion. */
export function attackerWords(attacker: ExerciseReview['attacker']): string[] {
  const { harmless, blockedAt, calls, callsAfterBlock, persistence, couldStill } = attacker
  const after = `${callsAfterBlock.length} of its calls succeeded after the block was in force`
  const standing = persistence.filter((made) => made.standing)
  return [
    ...(harmless ? [nobodyAttacked] : []),
    ...(calls === null
      ? []
      : [
          `${calls.succeeded} calls succeeded, ${calls.denied} were denied; ${blockedAt === null ? 'there never was a block' : after}`,
        ]),
    ...standing.map(({ what }) => `Still there: ${what}`),
    ...(couldStill.length === 0 ? [] : [`It could still do: ${couldStill.join(', ')}`]),
  ]
}
