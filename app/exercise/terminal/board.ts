import type { Exercise } from '../../../exercises/exercise-file.js'
import type { RunEvent, RunEventOf } from '../../../exercises/run-event.js'
import type { Question } from '../../../src/domain/effect.js'

export interface OpenIncident {
  readonly id: string
  /** From 1, in the order of opening. */
  readonly no: number
  readonly state: string
}

/** What the product asks people. */
export interface OpenApproval {
  readonly incident: string
  readonly question: Question
  readonly planDigest: string
  readonly plan: string
  readonly quorum: number
  /** Roles whose approval counts already. */
  readonly approvedBy: readonly string[]
  readonly expiresAtMs: number | null
  /** Whose approval would count now, by the product; null: it was not asked yet. */
  readonly mayApprove: readonly string[] | null
  /** How often others than before were asked. */
  readonly circle: number
}

/** Something of the exercise that people are to do something about. */
export interface OpenMatter {
  readonly inject: string
  readonly title: string
  readonly kind: RunEventOf<'INJECT'>['injectKind']
  /** Roles; empty: everybody. */
  readonly to: readonly string[]
  readonly untilMs: number
  readonly isAnswered: boolean
}

/** What those who play can know of a run as it stands, made of the events that they were told. */
export class Board {
  readonly #exercise: Exercise
  readonly #awayUntilMs = new Map<string, number>()
  #incidents: readonly OpenIncident[] = []
  #approvals: readonly OpenApproval[] = []
  #matters: readonly OpenMatter[] = []
  #ownerAsked: string | null = null
  readonly #told = new Set<string>()

  constructor(exercise: Exercise) {
    this.#exercise = exercise
  }

  get incidents(): readonly OpenIncident[] {
    return this.#incidents
  }

  /** Newest last. */
  get approvals(): readonly OpenApproval[] {
    return this.#approvals
  }

  /** Newest last. */
  get matters(): readonly OpenMatter[] {
    return this.#matters
  }

  /** The role that was asked last whether it was them. */
  get ownerAsked(): string | null {
    return this.#ownerAsked
  }

  /** Whether people were told in words what an inject is: how a fault is brought about is then no news. */
  isTold(inject: string): boolean {
    return this.#told.has(inject)
  }

  isAway(role: string, nowMs: number): boolean {
    return nowMs < (this.#awayUntilMs.get(role) ?? 0)
  }

  /** null: there is one incident at most, and nobody needs its number. */
  incidentNo(incident: string): number | null {
    if (this.#incidents.length < 2) return null
    return this.#incidents.find(({ id }) => id === incident)?.no ?? null
  }

  notice(event: RunEvent): void {
    if (event.kind === 'STATE') this.#move(event)
    else if (event.kind === 'QUESTION_OPENED') this.#ask(event)
    else if (event.kind === 'DECISION') this.#decide(event)
    else if (event.kind === 'INJECT') this.#play(event)
    else if (event.kind === 'FAULT') this.#leave(event)
    else if (event.kind === 'REQUEST' && event.ask === 'askOwner') this.#ownerAsked = event.reason
    else if (event.kind === 'INJECT_ENDED') this.#endMatter(event.inject)
    else if (event.kind === 'ANSWER' || event.kind === 'PRESSURE') this.#answer(event.inject)
  }

  #endMatter(ended: string): void {
    this.#matters = this.#matters.filter(({ inject }) => inject !== ended)
  }

  #answer(answered: string): void {
    this.#matters = this.#matters.map((each) => (each.inject === answered ? { ...each, isAnswered: true } : each))
  }

  #move({ incident, to, from }: RunEventOf<'STATE'>): void {
    const known = this.#incidents.some(({ id }) => id === incident)
    this.#incidents = known
      ? this.#incidents.map((each) => (each.id === incident ? { ...each, state: to } : each))
      : [...this.#incidents, { id: incident, no: this.#incidents.length + 1, state: to }]
    if (from?.startsWith('awaiting')) this.#approvals = this.#approvals.filter((each) => each.incident !== incident)
  }

  #ask({ incident, question, planDigest, plan, quorum, expiresAtMs }: RunEventOf<'QUESTION_OPENED'>): void {
    const others = this.#approvals.filter((each) => each.incident !== incident)
    const asked = {
      incident,
      question,
      planDigest,
      plan,
      quorum,
      expiresAtMs,
      approvedBy: [],
      mayApprove: null,
      circle: 0,
    }
    this.#approvals = [...others, asked]
  }

  /** What the product says about an open question by now: nobody is told of it when more people are asked. */
  renew(
    incident: string,
    { mayApprove, expiresAtMs }: Pick<OpenApproval, 'expiresAtMs'> & { readonly mayApprove: readonly string[] },
  ): void {
    this.#approvals = this.#approvals.map((each) => {
      if (each.incident !== incident) return each
      const isWider = mayApprove.some((role) => each.mayApprove !== null && !each.mayApprove.includes(role))
      return { ...each, mayApprove, expiresAtMs, circle: each.circle + (isWider ? 1 : 0) }
    })
  }

  #decide({ incident, question, by, decision, result }: RunEventOf<'DECISION'>): void {
    this.#approvals = this.#approvals.flatMap((each) => {
      if (each.incident !== incident || each.question !== question) return [each]
      if (result === 'decided' || decision === 'deny') return []
      return [{ ...each, approvedBy: [...each.approvedBy, by] }]
    })
  }

  #play({ inject, injectKind: kind, title, to, untilMs, text }: RunEventOf<'INJECT'>): void {
    if (text !== null) this.#told.add(inject)
    if (untilMs === null) return
    const by = this.#expectedOf(inject)
    const whom = to.length > 0 || by === undefined ? to : [by]
    this.#matters = [...this.#matters, { inject, title, kind, to: whom, untilMs, isAnswered: false }]
  }

  #leave({ inject, atMs }: RunEventOf<'FAULT'>): void {
    const found = this.#exercise.injects.find(({ id }) => id === inject)
    if (found?.kind !== 'fault' || found.fault.kind !== 'away') return
    this.#awayUntilMs.set(found.fault.who, atMs + found.fault.for.ms)
  }

  #expectedOf(inject: string): string | undefined {
    const found = this.#exercise.injects.find(({ id }) => id === inject)
    return found !== undefined && 'expect' in found ? found.expect?.by : undefined
  }
}
