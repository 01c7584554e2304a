import { FACILITATOR, type Move } from '../../../exercises/moves.js'
import type { RunEvent } from '../../../exercises/run-event.js'
import type {
  ExerciseForm,
  ExerciseOverview,
  ExerciseSent,
  ExerciseWish,
} from '../../../integrations/slack/exercise-desk.js'
import type { ExercisePart } from '../../../integrations/slack/exercise-post.js'
import type { DeskAnswer, SlackActor } from '../../../integrations/slack/slack-desk.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import { done, refused } from '../../slack/desk-settings.js'
import type { ExerciseInPlay } from '../../slack/exercise-in-play.js'
import type { OwnerFinder } from '../../slack/owner-finder.js'
import { answerForm, askForm, leadForm } from './forms-of-run.js'
import { overviewOf } from './overview-of-run.js'
import { ownerOfRun } from './owner-of-run.js'
import { readLead } from './read-lead.js'
import type { SlackRun } from './slack-run.js'

/** What people in Slack do in a run. Only those who were named at its start may, each for the roles that they play. */
export class DeskOfRun implements ExerciseInPlay {
  readonly #run: SlackRun
  readonly isDown: () => boolean
  readonly owners: OwnerFinder = { find: async () => ownerOfRun(this.#run) }

  constructor(run: SlackRun, isDown: () => boolean) {
    this.#run = run
    this.isDown = isDown
  }

  async exercise(who: SlackActor): Promise<ExerciseOverview | DeskAnswer> {
    const roles = this.#run.rolesOf(who.userId)
    return roles.length === 0 ? this.#stranger() : overviewOf(this.#run, roles)
  }

  async exerciseForm(who: SlackActor, wish: ExerciseWish): Promise<ExerciseForm | DeskAnswer> {
    const no = this.#refusal(who, wish.run)
    if (no !== null) return no
    switch (wish.kind) {
      case 'ask':
        return askForm(this.#run, this.#run.rolesOf(who.userId))
      case 'lead':
        return this.#leads(who) ? leadForm(this.#run) : notLeading
      case 'answer': {
        const roles = this.#asked(who, wish.inject)
        if (roles.length === 0) return this.#notAsked(who, wish.inject)
        return answerForm(this.#run, wish.inject, roles) ?? refused('There is nothing to answer any more.')
      }
      default:
        return assertNever(wish, 'wish')
    }
  }

  async exerciseSent(who: SlackActor, sent: ExerciseSent): Promise<DeskAnswer> {
    const no = this.#refusal(who, sent.run)
    if (no !== null) return no
    switch (sent.kind) {
      case 'ask':
        return await this.#ask(who, sent)
      case 'lead':
        return await this.#lead(who, sent)
      case 'answer':
        return await this.#answer(who, sent)
      default:
        return assertNever(sent.kind, 'kind')
    }
  }

  async exerciseEnd(who: SlackActor, reason: string): Promise<DeskAnswer> {
    const no = this.#refusal(who, null)
    if (no !== null) return no
    if (!this.#leads(who)) return notLeading
    this.#run.playAside({ by: FACILITATOR, does: 'end', reason })
    return done('The exercise ends now. What came of it is told in its thread.')
  }

  hindrance(who: SlackActor, attempted: string): string | null {
    const run = this.#run
    if (this.isDown()) {
      return 'For this exercise Slack is away now, and no click would arrive. Wait until it is back; the incident goes on.'
    }
    for (const { role, name } of run.rolesOf(who.userId)) {
      const untilMs = run.awayUntilMs(role)
      if (untilMs === null) continue
      run.playAside({ by: role, does: 'note', text: `Wanted to ${attempted} while away.` })
      return `${name} is away until ${run.time.sinceStart(untilMs)} of this exercise: whoever plays that does nothing until then.`
    }
    return null
  }

  #stranger(): DeskAnswer {
    const names = this.#run.parts().flatMap(({ name, slackId }) => (slackId === null ? [] : [name]))
    return refused(
      `This exercise is played by those who were named when it was started (${names.join(', ')}). You can watch it in its thread.`,
    )
  }

  /** null: this person takes part, in the run that is meant, and it goes on. */
  #refusal({ userId }: SlackActor, meant: string | null): DeskAnswer | null {
    const run = this.#run
    if (run.rolesOf(userId).length === 0) return this.#stranger()
    if (meant !== null && meant !== run.id) return refused('This is of an earlier exercise, which is over.')
    if (run.isOver) return refused('The exercise is over.')
    return run.goesOn ? null : refused('The exercise has not begun yet. Try again in a moment.')
  }

  #leads({ userId }: SlackActor): boolean {
    return this.#run.cast.get(FACILITATOR) === userId
  }

  /** The roles of this person to whom an inject is put. */
  #asked({ userId }: SlackActor, inject: string): ExercisePart[] {
    const found = this.#run.exercise.injects.find(({ id }) => id === inject)
    if (found?.kind !== 'question' && found?.kind !== 'pressure') return []
    return this.#run.rolesOf(userId).filter(({ role }) => found.to.includes(role))
  }

  #notAsked({ userId }: SlackActor, inject: string): DeskAnswer {
    const found = this.#run.exercise.injects.find(({ id }) => id === inject)
    const named = (roles: readonly string[]) =>
      this.#run.parts().flatMap(({ role, name }) => (roles.includes(role) ? [name] : []))
    if (found === undefined || !('to' in found)) return refused('There is nothing to answer.')
    const yours = this.#run.rolesOf(userId).map(({ name }) => name)
    return refused(`This is put to ${named(found.to ?? []).join(', ')}. You play ${yours.join(', ')}.`)
  }

  async #answer(who: SlackActor, { inject, role, choice, text }: ExerciseSent): Promise<DeskAnswer> {
    if (inject === null) return refused('There is nothing to answer.')
    const roles = this.#asked(who, inject)
    if (roles.length === 0) return this.#notAsked(who, inject)
    const by = chosenRole(roles, role)
    if (by === null) return refused('Choose as whom you answer, and send it again.')
    const chosen = choiceOf(choice)
    const move: Move = { by, does: 'answer', inject, text, ...(chosen === null ? {} : { choice: chosen }) }
    const isMeant = (event: RunEvent) =>
      (event.kind === 'ANSWER' || event.kind === 'PRESSURE') && event.inject === inject && event.by === by
    return told(await this.#run.play(move, isMeant))
  }

  async #ask(who: SlackActor, { role, text }: ExerciseSent): Promise<DeskAnswer> {
    const roles = this.#run.rolesOf(who.userId)
    // A question is as good from whoever asks it.
    const by = chosenRole(roles, role) ?? roles[0]?.role
    if (by === undefined) return this.#stranger()
    return told(await this.#run.play({ by, does: 'ask', text }, (event) => event.kind === 'ASKED' && event.by === by))
  }

  async #lead(who: SlackActor, { choice, text }: ExerciseSent): Promise<DeskAnswer> {
    if (!this.#leads(who)) return notLeading
    if (choice === 'end') return await this.exerciseEnd(who, text === '' ? 'ended by the facilitator' : text)
    const lead = readLead(choice)
    if (lead === null) return refused('Choose what is to happen.')
    return told(await this.#run.play(lead.move, lead.isMeant))
  }
}

const notLeading = refused('Only the facilitator leads, and that is somebody else in this exercise.')

function chosenRole(roles: readonly ExercisePart[], chosen: string | null): string | null {
  const [only, ...others] = roles
  if (chosen !== null) return roles.find(({ role }) => role === chosen)?.role ?? null
  return others.length === 0 ? (only?.role ?? null) : null
}

const choices = ['approve', 'deny', 'wait', 'escalate', 'askOwner'] as const

function choiceOf(text: string | null): (typeof choices)[number] | null {
  return choices.find((choice) => choice === text) ?? null
}

/** What became of a move, for whoever made it. How many points an answer has is said at the end. */
function told(event: RunEvent | null): DeskAnswer {
  switch (event?.kind) {
    case undefined:
      return done('Taken. The thread of the exercise shows it in a moment.')
    case 'VOID':
      return refused(event.why)
    case 'ANSWER':
    case 'PRESSURE':
      return done(event.inTime ? 'Your answer is taken.' : 'Your answer is on the record; it came too late to count.')
    case 'ASKED':
      return done(
        event.revealed.length === 0
          ? 'It was asked, and brought nothing new to light.'
          : 'It was asked, and something came to light: the thread of the exercise has it.',
      )
    default:
      return done('It has happened. Whoever may know of it reads it in the thread of the exercise.')
  }
}
