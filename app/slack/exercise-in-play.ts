import type { ExerciseDesk } from '../../integrations/slack/exercise-desk.js'
import type { SlackActor } from '../../integrations/slack/slack-desk.js'
import type { OwnerFinder } from './owner-finder.js'

/** The exercise that is played in this process, as Slack's listeners see it. */
export interface ExerciseInPlay extends ExerciseDesk {
  /**
   * What keeps this person from acting on an incident now, by the exercise's own faults: they are away, or the chat is down. One
   * sentence; null: nothing does. `attempted` is put on the record of the run.
   */
  hindrance(who: SlackActor, attempted: string): string | null
  /** Who is asked "was this you?": whoever plays the owner, and nobody else, whatever a session is named after. */
  readonly owners: OwnerFinder
  /** The chat is down, by a fault of the exercise: the product's own messages fail as if Slack were away. */
  isDown(): boolean
}
