import type { ExerciseDesk } from './exercise-desk.js'
import type { Click, IncidentCard } from './incident-card.js'

/** Who did something in Slack, as Slack itself signed it. Whether the person may is decided by the desk, never here. */
export interface SlackActor {
  readonly userId: string
  readonly teamId: string
  /** null where the interaction has none (App Home, direct messages of some kinds). */
  readonly channelId: string | null
  readonly appId: string
}

/** What the person is told, and no one else. */
export interface DeskAnswer {
  readonly outcome: 'done' | 'refused'
  /** One or two sentences, not escaped: what, why, what to do. */
  readonly text: string
  /** Which field of the form is to blame: it is said beside that, and the form stays open. */
  readonly wrong?: 'arn'
}

export interface DeskIncident {
  readonly incidentId: string
  readonly state: string
  readonly principal: string
  readonly account: string
  readonly openedAt: string
  /** From when on the block stands; null: none does. */
  readonly blockedSince: string | null
  /** The person may answer its question now. */
  readonly waitsForYou: boolean
  readonly isExercise: boolean
  /** Where its headline stands in Slack; null where it is not shown. */
  readonly permalink: string | null
}

/**
 * What Slack may ask of Tourniquet. `app` joins it to the use cases of src/incidents, the same that API and command line call.
 * Every method identifies the person anew (configuration, user group, workspace, app, channel), answers refusals as values, and
 * leaves a record of them; it throws only where nothing could be done now, and the person is then told to try again or to use
 * the command line.
 */
export interface SlackDesk extends ExerciseDesk {
  decide(who: SlackActor, click: Click, reason: string): Promise<DeskAnswer>
  /** A click whose value is not what we signed, or that comes from a foreign workspace, app or channel. Noted, at a limited rate. */
  refuseClick(who: SlackActor, why: string): Promise<DeskAnswer>
  requestRestore(
    who: SlackActor,
    wish: { readonly incidentId: string; readonly restoreAs: 'false-alarm' | 'compromise'; readonly reason: string },
  ): Promise<DeskAnswer>
  /** Let a stopped incident go on, close it, stand for its finding, or have people asked for the whole role where one session is denied. */
  request(
    who: SlackActor,
    wish: { readonly incidentId: string; readonly ask: 'retry' | 'close' | 'vouch' | 'widen'; readonly reason: string },
  ): Promise<DeskAnswer>
  /** Says whom an incident is about whose finding does not tell. */
  namePrincipal(
    who: SlackActor,
    wish: { readonly incidentId: string; readonly arn: string; readonly reason: string },
  ): Promise<DeskAnswer>
  /** What an incident is about, in a line that is not escaped; null where this person may not look, or nobody knows. */
  about(who: SlackActor, incidentId: string): Promise<string | null>
  /** Opens an incident by hand on an IAM ARN; it asks for approval like any other, of people other than who asked. */
  requestBlock(who: SlackActor, wish: { readonly arn: string; readonly reason: string }): Promise<DeskAnswer>
  /** Sends "was this you?" to the person behind the session. */
  askOwner(who: SlackActor, incidentId: string): Promise<DeskAnswer>
  /** The owner's answer: evidence, never an approval. */
  ownerAnswered(
    who: SlackActor,
    answer: { readonly incidentId: string; readonly ownerId: string; readonly wasMe: boolean },
  ): Promise<DeskAnswer>
  /** Adds a message of the incident's thread (or one given by id) to the timeline. */
  addNote(
    who: SlackActor,
    note: {
      readonly incidentId: string | null
      readonly channel: string
      readonly messageTs: string
      readonly threadTs: string | null
      readonly text: string
      readonly author: string
    },
  ): Promise<DeskAnswer>
  status(who: SlackActor): Promise<DeskAnswer & { readonly lines: readonly string[] }>
  list(who: SlackActor): Promise<readonly DeskIncident[] | DeskAnswer>
  show(who: SlackActor, incidentId: string): Promise<IncidentCard | DeskAnswer>
}
