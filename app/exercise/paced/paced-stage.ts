import type { PersonalAct } from '../../../exercises/moves.js'
import type { Placeholder } from '../../../exercises/placeholders.js'
import type { AttackStep } from '../../../exercises/schema/attack.js'
import type { ExerciseFault } from '../../../exercises/schema/faults.js'
import type { InjectOf } from '../../../exercises/schema/injects.js'
import type { PlayStage } from '../play-stage.js'
import type { Pace } from './pace.js'

/**
 * A stage of virtual time whose time goes on at a pace, for people: in slices of a real clock, as far as the pace lets it. What
 * happens is the same as without: a slice that ends changes nothing, and the same moves at the same exercise times give the same
 * run. Whoever plays a move wakes it by `pace.wake`, and is heard within a slice, also while it is paused.
 */
export class PacedStage implements PlayStage {
  readonly startedAt: string
  readonly time: PlayStage['time']
  readonly #stage: PlayStage
  readonly #pace: Pace

  constructor(stage: PlayStage, pace: Pace) {
    this.#stage = stage
    this.#pace = pace
    this.startedAt = stage.startedAt
    this.time = stage.time
  }

  async waitUntil(atMs: number, isOver: () => boolean): Promise<void> {
    for (;;) {
      const hurryUntilMs = this.#pace.hurryUntilMs
      if (hurryUntilMs === null) await this.#stage.waitUntil(Math.min(atMs, this.nowMs() + this.#pace.takeMs()), isOver)
      else await this.#hurry(Math.min(atMs, hurryUntilMs), isOver)
      if (isOver() || this.nowMs() >= atMs) return
      if (this.#pace.hurryUntilMs === null) await this.#pace.nap(atMs - this.nowMs())
    }
  }

  async #hurry(atMs: number, isOver: () => boolean): Promise<void> {
    await this.#stage.waitUntil(atMs, () => isOver() || this.#pace.hurryUntilMs === null)
    // What went by meanwhile on the real clock counts for nothing.
    this.#pace.takeMs()
    if (this.nowMs() >= (this.#pace.hurryUntilMs ?? 0)) this.#pace.arrive()
  }

  nowMs = () => this.#stage.nowMs()
  toExerciseMs = (iso: string) => this.#stage.toExerciseMs(iso)
  changes = () => this.#stage.changes()
  sendFinding = (inject: InjectOf<'finding'>) => this.#stage.sendFinding(inject)
  addCalls = (inject: InjectOf<'evidence'>) => this.#stage.addCalls(inject)
  incidents = () => this.#stage.incidents()
  records = (incident: string, afterSeq: number) => this.#stage.records(incident, afterSeq)
  question = (incident: string) => this.#stage.question(incident)
  evidence = (incident: string) => this.#stage.evidence(incident)
  act = (by: string, act: PersonalAct) => this.#stage.act(by, act)
  fault = (fault: Exclude<ExerciseFault, { kind: 'away' }>) => this.#stage.fault(fault)
  attack = (step: AttackStep) => this.#stage.attack(step)
  attackNews = () => this.#stage.attackNews()
  attackerGains = () => this.#stage.attackerGains()
  liveAwsCalls = () => this.#stage.liveAwsCalls()
  meaningOf = (placeholder: Placeholder) => this.#stage.meaningOf(placeholder)
  reports = () => this.#stage.reports()
  incidentView = (incident: string) => this.#stage.incidentView(incident)
  stop = () => this.#stage.stop()
}
