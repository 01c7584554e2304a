import type { Exercise } from '../exercise-file.js'
import { filledText } from '../filled-texts.js'
import type { Move } from '../moves.js'
import type { Narrator } from '../narrator.js'
import type { Players, Table } from '../players.js'
import type { RunEvent } from '../run-event.js'
import type { RunEnd } from '../run-record.js'
import type { Stage } from '../stage.js'
import { Expectations } from './expectations.js'
import { IncidentWatch } from './incident-watch.js'
import { Revelations } from './revelations.js'
import { type Happening, RunLog } from './run-log.js'
import { Timeline } from './timeline.js'

/** One run as it stands: what happened, what is still to come, and who is told. The conductor lets it go on. */
export class ExerciseRun {
  readonly exercise: Exercise
  readonly stage: Stage
  readonly players: Players
  readonly narrator: Narrator
  readonly timeline: Timeline
  readonly expectations: Expectations
  readonly revelations: Revelations
  readonly watch: IncidentWatch
  /** Where players make their moves. */
  readonly table: Table
  readonly #log = new RunLog()
  readonly #awayUntilMs = new Map<string, number>()
  #end: RunEnd | null = null

  constructor(exercise: Exercise, stage: Stage, players: Players, narrator: Narrator) {
    this.exercise = exercise
    this.stage = stage
    this.players = players
    this.narrator = narrator
    const steps = exercise.attack?.steps ?? []
    this.timeline = new Timeline(steps, exercise.injects)
    this.expectations = new Expectations(exercise.injects, (role) => this.nameOf(role))
    this.revelations = new Revelations(steps)
    this.watch = new IncidentWatch(stage)
    this.table = { nowMs: () => stage.nowMs(), play: (move, afterMs = 0) => this.#submit(move, afterMs) }
  }

  /** What happened so far, in order. */
  get events(): readonly RunEvent[] {
    return this.#log.events
  }

  /** How it ended; null: it goes on. */
  get end(): RunEnd | null {
    return this.#end
  }

  /** The first end counts. */
  endBy(end: RunEnd): void {
    this.#end ??= end
  }

  /** A failure wins over every other end: whoever reads the record must see it. */
  failBy(error: string): void {
    if (this.#end?.kind !== 'failed') this.#end = { kind: 'failed', error }
  }

  /** Something happened: everybody is told, what waited for it is armed, and what it brings about happens at once. */
  async tell(happening: Happening, atMs = this.stage.nowMs()): Promise<void> {
    const event = this.#log.add(happening, atMs)
    await this.narrator.tell(event)
    this.timeline.notice(event)
    await this.players.see(event, this.table)
    for (const ended of this.expectations.notice(event)) await this.tell({ kind: 'INJECT_ENDED', ...ended })
  }

  /** Only put on the record: when nobody can be told any more. */
  note(happening: Happening, atMs: number): RunEvent {
    return this.#log.add(happening, atMs)
  }

  sendAway(role: string, untilMs: number): void {
    this.#awayUntilMs.set(role, untilMs)
  }

  isAway(role: string): boolean {
    return this.stage.nowMs() < (this.#awayUntilMs.get(role) ?? 0)
  }

  /** How people call whoever acts under this id. */
  nameOf(role: string): string {
    return this.exercise.roles.find(({ id }) => id === role)?.name ?? role
  }

  /** A text of the file as people see it. */
  filled(text: string): string {
    return filledText(this.exercise, text, (placeholder) => this.stage.meaningOf(placeholder))
  }

  #submit(move: Move, afterMs: number): void {
    if (this.#end === null) this.timeline.arm(this.stage.nowMs() + Math.max(0, afterMs), { kind: 'move', move })
  }
}
