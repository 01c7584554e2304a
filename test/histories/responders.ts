import type { VirtualWorld } from '../../app/exercise/virtual/virtual-world.js'
import type { Incident } from '../../src/domain/incident.js'
import type { RestoreAs } from '../../src/domain/plan.js'
import { decide } from '../../src/incidents/decide.js'
import { type PersonRequest, request } from '../../src/incidents/request.js'
import type { Command } from './commands.js'

const people = ['ana', 'bo', 'cyd']
const approvers = { approvers: people, quorum: 1 }
const approvalRules = { contain: approvers, restore: approvers, operators: ['dee'] }

const LONGEST_WAIT_MS = 30_000

/** Whether somebody is asked, or may ask for something. */
function isUpToPeople(incident: Incident | undefined, isHasty: boolean): boolean {
  if (incident === undefined || !incident.open) return true
  const { state } = incident
  const { openPlanDigest, restorePlanDigest, containPlanDigest } = incident.snapshot.context
  if (state === 'awaitingApproval') return openPlanDigest === containPlanDigest
  if (state === 'awaitingRestoreApproval') return openPlanDigest === restorePlanDigest
  return ['contained', 'needsHuman', 'unresolved'].includes(state) || (isHasty && state === 'verifying')
}

/** The people who answer and ask, by the use cases that Slack, API and command line call. */
export class Responders {
  readonly #world: VirtualWorld

  constructor(world: VirtualWorld) {
    this.#world = world
  }

  /** One person's answer to whatever is asked of the incident. */
  answer({ incident: back, approves, by }: Command & { type: 'answer' }): void {
    const incident = this.#countedBack(back)
    if (incident !== undefined) this.#decide(incident, approves ? 'approve' : 'deny', [people[by] ?? 'ana'])
  }

  ask({ incident: back, wish }: Command & { type: 'ask' }): void {
    const incident = this.#countedBack(back)
    if (incident === undefined) return
    const isRestore = wish === 'false-alarm' || wish === 'compromise'
    this.#request(incident, isRestore ? { ask: 'restore', restoreAs: wish } : { ask: wish })
  }

  async bringOn({ incident: back, restoreAs, isHasty, thinkMs }: Command & { type: 'bringOn' }): Promise<void> {
    await this.#world.run(LONGEST_WAIT_MS, () => isUpToPeople(this.#countedBack(back), isHasty))
    await this.#world.run(thinkMs)
    const incident = this.#countedBack(back)
    if (incident === undefined) return
    const isAsked = ['awaitingApproval', 'awaitingRestoreApproval'].includes(incident.state)
    if (isAsked) this.#decide(incident, 'approve', people)
    else this.#request(incident, this.#wayOn(incident, restoreAs))
  }

  #wayOn({ state, snapshot: { context } }: Incident, restoreAs: RestoreAs): PersonRequest {
    const isStuck = state === 'needsHuman' && context.appliedAt === null
    return isStuck ? { ask: 'retry' } : { ask: 'restore', restoreAs }
  }

  #decide({ id, state, snapshot }: Incident, decision: 'approve' | 'deny', by: readonly string[]): void {
    const planDigest = snapshot.context.openPlanDigest
    if (planDigest === null) return
    const question = state === 'awaitingRestoreApproval' ? 'restore' : 'contain'
    this.#world.begin(async () => {
      for (const person of by) {
        const given = { question, decision, planDigest, reason: 'looked into it', by: person } as const
        const decided = await decide(this.#world.engine, approvalRules, id, given)
        if (decided.status === 'decided') return
      }
    })
  }

  #request({ id }: Incident, wish: PersonRequest): void {
    this.#world.begin(async () => void (await request(this.#world.engine, approvalRules, id, 'dee', 'asked for', wish)))
  }

  #countedBack(back: number): Incident | undefined {
    const { incidents } = this.#world
    return incidents[incidents.length - 1 - (back % Math.max(1, incidents.length))]
  }
}
