import type { Question } from '../../src/domain/effect.js'
import { readRecord } from '../../src/report/read-record.js'
import type { OpenQuestion, Stage, StageIncident } from '../stage.js'
import { happeningsOf } from './record-happenings.js'
import type { Happening } from './run-log.js'

/** Something that the product's record tells, with its time. */
export interface Told {
  readonly happening: Happening
  readonly atMs: number
}

/** What was asked last about an incident: a decision is bound to the plan that was shown. */
export interface Shown {
  readonly incident: string
  readonly question: Question
  readonly planDigest: string
  readonly isOpen: boolean
}

/** Reads the incidents of the stage, each record once. */
export class IncidentWatch {
  readonly #stage: Stage
  readonly #readUpTo = new Map<string, number>()
  readonly #questionOfPlan = new Map<string, Question>()
  readonly #shown = new Map<string, Shown>()
  readonly #toldAlready = new Map<string, number>()
  #incidents: readonly StageIncident[] = []
  #moved: string[] = []

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** As of the last look, in the order in which they were opened. */
  get incidents(): readonly StageIncident[] {
    return this.#incidents
  }

  /** Incidents with something new on their record at the last look. */
  get moved(): readonly string[] {
    return this.#moved
  }

  /** What was asked, newest last; one entry an incident and question. */
  get shown(): readonly Shown[] {
    return [...this.#shown.values()]
  }

  /** A refusal that the run has told already, from the product's own answer: its record is not told again. */
  toldRefusal(by: string, code: string): void {
    const key = keyOf(by, code)
    this.#toldAlready.set(key, (this.#toldAlready.get(key) ?? 0) + 1)
  }

  /** What is new on the record since the last look. */
  async look(): Promise<Told[]> {
    this.#incidents = await this.#stage.incidents()
    this.#moved = []
    const told: Told[] = []
    for (const incident of this.#incidents) {
      told.push(...(await this.#news(incident)))
      const asked = await this.#asked(incident)
      if (asked !== null) told.push(asked)
    }
    return told
  }

  async #news({ id, records }: StageIncident): Promise<Told[]> {
    const readUpTo = this.#readUpTo.get(id) ?? 0
    if (records <= readUpTo) return []
    this.#moved.push(id)
    const fresh = await this.#stage.records(id, readUpTo)
    this.#readUpTo.set(id, Math.max(readUpTo, ...fresh.map(({ body }) => body.seq)))
    return fresh.flatMap((record) => {
      const atMs = this.#stage.toExerciseMs(record.body.at)
      const happenings = happeningsOf(id, readRecord(record), (digest) => this.#questionOfPlan.get(digest) ?? null)
      return happenings.flatMap((happening) => this.#untold(happening)).map((happening) => ({ happening, atMs }))
    })
  }

  async #asked({ id, open }: StageIncident): Promise<Told | null> {
    const asked = open ? await this.#stage.question(id) : null
    const before = [...this.#shown.values()].find(({ incident, isOpen }) => incident === id && isOpen)
    if (before !== undefined && before.planDigest === asked?.planDigest) return null
    if (before !== undefined) this.#shown.set(`${id} ${before.question}`, { ...before, isOpen: false })
    return asked === null ? null : this.#show(id, asked)
  }

  #show(incident: string, { question, planDigest, plan, quorum, expiresAtMs }: OpenQuestion): Told {
    const key = `${incident} ${question}`
    this.#questionOfPlan.set(planDigest, question)
    this.#shown.delete(key)
    this.#shown.set(key, { incident, question, planDigest, isOpen: true })
    const happening = { kind: 'QUESTION_OPENED', incident, question, planDigest, plan, quorum, expiresAtMs } as const
    return { happening, atMs: this.#stage.nowMs() }
  }

  /** A record may stand for several attempts, some of which were told. */
  #untold(happening: Happening): Happening[] {
    if (happening.kind !== 'REFUSED') return [happening]
    const key = keyOf(happening.by, happening.code)
    const told = Math.min(this.#toldAlready.get(key) ?? 0, happening.times)
    if (told > 0) this.#toldAlready.set(key, (this.#toldAlready.get(key) ?? 0) - told)
    return happening.times > told ? [{ ...happening, times: happening.times - told }] : []
  }
}

function keyOf(by: string, code: string): string {
  return JSON.stringify([by, code])
}
