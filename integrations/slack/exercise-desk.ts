import type { DeskAnswer, SlackActor } from './slack-desk.js'

/**
 * `answer`: what people are asked by an inject. `ask`: a question to the facilitator. `lead`: what the facilitator alone can do.
 */
export type ExerciseFormKind = 'answer' | 'ask' | 'lead'

/** A form that somebody wants to fill in. `run`: of which run the button is; null: it was typed, and means the one that goes on. */
export type ExerciseWish =
  | { readonly kind: 'answer'; readonly run: string; readonly inject: string }
  | { readonly kind: 'ask' | 'lead'; readonly run: string | null }

export interface ExerciseChoice {
  readonly value: string
  /** Not escaped. */
  readonly text: string
  readonly description?: string
}

/** What a form shows. Its texts are of the exercise file, and not escaped. */
export interface ExerciseForm {
  readonly kind: ExerciseFormKind
  readonly run: string
  /** Of `answer`. */
  readonly inject: string | null
  /** In bold above the rest; null: the kind says enough. */
  readonly title: string | null
  /** One a paragraph. */
  readonly about: readonly string[]
  /** Until when an answer counts, ISO 8601; null: it is not said. */
  readonly until: string | null
  /** The roles under which the person can do it: asked where there is more than one. */
  readonly roles: readonly ExerciseChoice[]
  /** Of `answer`: what they would do; of `lead`: what is to happen. None: it is not asked. */
  readonly choices: readonly ExerciseChoice[]
}

/** A form that was sent. What is not asked is null. */
export interface ExerciseSent {
  readonly kind: ExerciseFormKind
  readonly run: string | null
  readonly inject: string | null
  readonly role: string | null
  readonly choice: string | null
  readonly text: string
}

/** What `/tourniquet exercise` shows: the run that goes on here, or what could be played. Not escaped. */
export interface ExerciseOverview {
  readonly title: string
  /** One a paragraph; `code`: what to type, after it. */
  readonly lines: readonly { readonly words: string; readonly code?: string }[]
  /** null: none goes on. */
  readonly run: string | null
  /** Forms that this person may open. */
  readonly forms: readonly ('ask' | 'lead')[]
}

/**
 * What people do in an exercise itself, beside what they do to its incidents. Who takes part is decided anew each time; everybody
 * else is refused as a value.
 */
export interface ExerciseDesk {
  exercise(who: SlackActor): Promise<ExerciseOverview | DeskAnswer>
  exerciseForm(who: SlackActor, wish: ExerciseWish): Promise<ExerciseForm | DeskAnswer>
  exerciseSent(who: SlackActor, sent: ExerciseSent): Promise<DeskAnswer>
  /** The facilitator ends the run. */
  exerciseEnd(who: SlackActor, reason: string): Promise<DeskAnswer>
}
