import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { filledText, withFilledTexts } from '../../../exercises/filled-texts.js'
import type { Move } from '../../../exercises/moves.js'
import type { Placeholder } from '../../../exercises/placeholders.js'
import type { Table } from '../../../exercises/players.js'
import type { RunEvent } from '../../../exercises/run-event.js'
import type { ExerciseFault } from '../../../exercises/schema/faults.js'
import type { ExercisePart, ExerciseScene } from '../../../integrations/slack/exercise-post.js'
import { endBySignal } from '../end-by-signal.js'
import type { Cast } from './cast.js'
import { type RunTime, runTime } from './run-time.js'

/** A run looks at least every 250 ms, so what somebody did is known well within the three seconds that Slack waits. */
const KNOWN_WITHIN_MS = 1_200

interface Waiting {
  readonly isMeant: (event: RunEvent) => boolean
  readonly tell: (event: RunEvent) => void
}

/** One run as Slack sees it: what happened so far, who plays, and the table that they play on. */
export class SlackRun {
  readonly id = `run_${randomBytes(6).toString('hex')}`
  readonly exercise: Exercise
  readonly cast: Cast
  readonly timeScale: number
  readonly #events: RunEvent[] = []
  readonly #waiting = new Set<Waiting>()
  #startedAt: string
  #table: Table | null = null
  #meaningOf: (placeholder: Placeholder) => string | null = () => null
  #isOver = false

  constructor({ exercise, cast, timeScale }: Pick<SlackRun, 'exercise' | 'cast' | 'timeScale'>) {
    this.exercise = exercise
    this.cast = cast
    this.timeScale = timeScale
    this.#startedAt = new Date(0).toISOString()
  }

  get events(): readonly RunEvent[] {
    return this.#events
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** It has begun, and goes on. */
  get goesOn(): boolean {
    return this.#table !== null && !this.#isOver
  }

  get time(): RunTime {
    return runTime(this.#startedAt, this.timeScale)
  }

  /** Exercise time; 0 before it begins. */
  nowMs(): number {
    return this.#table?.nowMs() ?? 0
  }

  scene(): ExerciseScene {
    const { title, summary, classification, mode, minutes } = this.exercise
    return {
      run: this.id,
      ...{ title, summary, classification, mode, minutes },
      timeScale: this.timeScale,
      startedAt: this.#startedAt,
      parts: this.parts(),
    }
  }

  parts(): ExercisePart[] {
    return this.exercise.roles.map(({ id, name, does }) => {
      return { role: id, name, does, slackId: this.cast.get(id) ?? null }
    })
  }

  /** The roles that a member plays, in the order of the file. */
  rolesOf(member: string): ExercisePart[] {
    return this.parts().filter(({ slackId }) => slackId === member)
  }

  /** Until when a role is away by a fault of the exercise; null: it is not. */
  awayUntilMs(role: string): number | null {
    return this.#lastsUntilMs((fault) => fault.kind === 'away' && fault.who === role)
  }

  /** Until when the chat is down by a fault of the exercise; null: it is not. */
  chatDownUntilMs(): number | null {
    return this.#lastsUntilMs(({ kind }) => kind === 'chatDown')
  }

  /** A text of the file as people see it. */
  filled(text: string): string {
    return filledText(this.exercise, text, this.#meaningOf)
  }

  /** The exercise with its texts as people see them. */
  get told(): Exercise {
    return withFilledTexts(this.exercise, this.#meaningOf)
  }

  fillBy(meaningOf: (placeholder: Placeholder) => string | null): void {
    this.#meaningOf = meaningOf
  }

  begin(startedAt: string): void {
    this.#startedAt = startedAt
  }

  sit(table: Table): void {
    this.#table = table
  }

  note(event: RunEvent): void {
    this.#events.push(event)
    for (const waiting of this.#waiting) if (waiting.isMeant(event)) waiting.tell(event)
  }

  end(): void {
    this.#isOver = true
  }

  /** Makes a move, and answers with what became of it; null: that is not known yet. */
  async play(move: Move, isMeant: (event: RunEvent) => boolean): Promise<RunEvent | null> {
    const over = new AbortController()
    let waiting: Waiting | null = null
    const known = new Promise<RunEvent>((resolve) => {
      waiting = { isMeant: (event) => isVoid(event, move) || isMeant(event), tell: resolve }
      this.#waiting.add(waiting)
    })
    this.#table?.play(move)
    const late = pause(KNOWN_WITHIN_MS, null, { signal: over.signal }).catch(() => null)
    const first = await Promise.race([known, late])
    over.abort()
    if (waiting !== null) this.#waiting.delete(waiting)
    return first
  }

  /** Of faults that last; null: none of these goes on. */
  #lastsUntilMs(isMeant: (fault: ExerciseFault) => boolean): number | null {
    const until = this.#events.flatMap((event) => {
      const inject = event.kind === 'FAULT' ? this.exercise.injects.find(({ id }) => id === event.inject) : undefined
      if (inject?.kind !== 'fault' || !isMeant(inject.fault) || !('for' in inject.fault)) return []
      return [event.atMs + inject.fault.for.ms]
    })
    const last = Math.max(0, ...until)
    return last > this.nowMs() ? last : null
  }

  /** Ends the run where it was started, so that what people did is kept; false: it does not go on. */
  interrupt(): boolean {
    const move = endBySignal(this.exercise)
    if (!this.goesOn || move === null) return false
    this.playAside(move)
    return true
  }

  /** Makes a move of which nobody waits to hear. */
  playAside(move: Move): void {
    this.#table?.play(move)
  }
}

function isVoid(event: RunEvent, { by, does }: Move): boolean {
  return event.kind === 'VOID' && event.by === by && event.attempted === does
}
