import { approvalRulesOf } from '../../../exercises/approval-rules.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import type { ActAnswer, PersonalAct } from '../../../exercises/moves.js'
import type { Stage } from '../../../exercises/stage.js'
import { circlesOf, hasVerb, type Verb } from '../../../src/incidents/authority.js'
import { FakeAttacker } from './fake-attacker.js'
import { FakeIncident } from './fake-incident.js'
import { fakeMeaning } from './fake-meaning.js'

interface Appointment {
  readonly atMs: number
  readonly order: number
  readonly act: () => void
}

const START = '2026-03-02T09:00:00.000Z'
/** As the real one: the same refusal within a minute is counted, and recorded with the next. */
const REFUSAL_MS = 60_000

/**
 * A stage in memory and in virtual time: one playbook in outline, with the product's own authority. It refuses what the real one
 * refuses: who may not, what nobody is asked, a plan that changed, a second vote, a source that is not served. The attacker acts
 * every thirty seconds until the block is enforced.
 */
export class FakeStage implements Stage {
  readonly startedAt = START
  readonly time = 'virtual'
  readonly incidentsMade: FakeIncident[] = []
  readonly faults: string[] = []
  /** Any of these methods throws when it is called. */
  readonly broken = new Set<string>()
  readonly #exercise: Exercise
  readonly #attacker: FakeAttacker
  #nowMs = 0
  #order = 0
  #changes = 0
  #agenda: Appointment[] = []
  #sent = new Set<string>()
  #refusals = new Map<string, { atMs: number; unrecorded: number }>()

  constructor(exercise: Exercise) {
    this.#exercise = exercise
    this.#attacker = new FakeAttacker({
      nowMs: () => this.#nowMs,
      later: (inMs, act) => this.later(inMs, act),
      enforcementMs: exercise.world.enforcementDelay.ms,
    })
  }

  nowMs = () => this.#nowMs
  toExerciseMs = (iso: string) => Date.parse(iso) - Date.parse(START)
  changes = () => this.#changes
  liveAwsCalls = () => 0
  meaningOf: Stage['meaningOf'] = (placeholder) =>
    fakeMeaning(placeholder, this.#exercise.world.account, Date.parse(START) + this.#nowMs)

  /** Something that will happen by itself. */
  later(inMs: number, act: () => void): void {
    this.#order += 1
    this.#agenda.push({ atMs: this.#nowMs + inMs, order: this.#order, act })
    this.#agenda.sort((a, b) => a.atMs - b.atMs || a.order - b.order)
  }

  async waitUntil(atMs: number, isOver: () => boolean): Promise<void> {
    this.#mayFail('waitUntil')
    if (Number.isNaN(atMs) || atMs < this.#nowMs) throw new Error(`Time cannot go back from ${this.#nowMs} to ${atMs}.`)
    for (;;) {
      if (isOver()) return
      const [next] = this.#agenda
      if (next === undefined || next.atMs > atMs) break
      this.#agenda.shift()
      this.#nowMs = next.atMs
      next.act()
      this.#changes += 1
    }
    this.#nowMs = atMs
  }

  sendFinding: Stage['sendFinding'] = async ({ id, source }) => {
    this.#mayFail('sendFinding')
    if (source !== 'guardduty') return { status: 'refused', reason: `${source} is not served.` }
    const open = this.incidentsMade.find((incident) => incident.open)
    this.#changes += 1
    if (open !== undefined) {
      const status = this.#sent.has(id) ? 'duplicate' : 'joined'
      this.#sent.add(id)
      return { status, incident: open.id }
    }
    this.#sent.add(id)
    return { status: 'opened', incident: this.#open().id }
  }

  async addCalls(): Promise<void> {
    this.#mayFail('addCalls')
  }

  async incidents() {
    this.#mayFail('incidents')
    return this.incidentsMade.map(({ id, state, open, audit }) => {
      return { id, playbook: this.#exercise.playbook, state, open, records: audit.length }
    })
  }

  async records(incident: string, afterSeq: number) {
    return this.#incident(incident).audit.slice(afterSeq)
  }

  async question(incident: string) {
    const found = this.#incident(incident)
    return found.question === null
      ? null
      : { ...found.question, approvals: found.approvedBy.length, plan: 'DenyAll on ci-deploy.' }
  }

  async evidence(incident: string) {
    const isCollected = this.#incident(incident).state !== 'investigating'
    const { history } = this.#exercise.world
    return { actions: isCollected ? history.flatMap(({ calls }) => calls.map(({ action }) => action)) : [] }
  }

  async act(by: string, act: PersonalAct): Promise<ActAnswer> {
    this.#mayFail('act')
    this.#changes += 1
    switch (act.kind) {
      case 'decide':
        return this.#decide(by, act)
      case 'requestRestore':
        return this.#request(by, act, 'requestRestore', 'contained', () => this.#ask(act.incident, 'restore'))
      case 'close':
        return this.#request(by, act, 'close', 'needsHuman', () => this.#move(act.incident, 'CLOSED', 'closed'))
      case 'note':
        if (!this.#may(by, 'addNote')) return this.#refuse(by, act.incident, 'note', 'notPermitted')
        this.#incident(act.incident).record('NOTE_ADDED', 'person', by, {
          by,
          text: act.text,
          author: '',
          writtenAt: this.#iso(),
          permalink: null,
          source: 'api',
        })
        return { status: 'done', says: 'Added.', incident: act.incident }
      case 'requestBlock':
        if (!this.#may(by, 'requestBlock')) return { status: 'refused', code: 'notPermitted', reason: `${by} may not.` }
        return { status: 'done', says: 'Opened.', incident: this.#open().id }
      case 'freeze':
      case 'unfreeze':
        if (!this.#may(by, act.kind)) return { status: 'refused', code: 'notPermitted', reason: `${by} may not.` }
        return { status: 'done', says: 'Done.', incident: null }
      default:
        return this.#refuse(by, act.incident, 'retry', 'notPossible')
    }
  }

  async fault(fault: Parameters<Stage['fault']>[0]): Promise<void> {
    this.#mayFail('fault')
    this.faults.push(fault.kind)
  }

  async attack({ id }: Parameters<Stage['attack']>[0]): Promise<void> {
    this.#mayFail('attack')
    this.#attacker.begin(id)
  }

  attackNews() {
    return this.#attacker.takeNews()
  }

  async attackerGains() {
    this.#mayFail('attackerGains')
    return this.#attacker.gains()
  }

  async stop(): Promise<void> {}

  #open(): FakeIncident {
    const incident = new FakeIncident(`inc_${this.incidentsMade.length + 1}`, () => this.#iso())
    this.incidentsMade.push(incident)
    this.later(2_000, () => this.#move(incident.id, 'EVIDENCE_COLLECTED', 'planning'))
    this.later(3_000, () => this.#ask(incident.id, 'contain'))
    return incident
  }

  #ask(id: string, question: 'contain' | 'restore'): void {
    const incident = this.#incident(id)
    const { quorum, expires } = this.#exercise.world.approvals[question]
    const expiresAtMs = this.#nowMs + (expires?.ms ?? 1_800_000)
    const to = question === 'contain' ? 'awaitingApproval' : 'awaitingRestoreApproval'
    this.#move(id, 'PLAN_MADE', to)
    incident.approvedBy.length = 0
    const asked = { question, planDigest: incident.nextDigest(), quorum, expiresAtMs }
    incident.question = asked
    this.later(expiresAtMs - this.#nowMs, () => {
      if (incident.question?.planDigest !== asked.planDigest) return
      incident.question = null
      this.#move(id, 'EXPIRED', 'needsHuman')
    })
  }

  #decide(by: string, act: Extract<PersonalAct, { kind: 'decide' }>): ActAnswer {
    const { question, decision, planDigest, reason } = act
    const incident = this.#incident(act.incident)
    const refuse = (code: string) => this.#refuse(by, act.incident, { question, decision, planDigest }, code)
    if (!circlesOf(this.#rules(), question, 'second').includes(by)) return refuse('notAnApprover')
    const asked = incident.question
    if (asked?.question !== question) return refuse('notAsked')
    if (asked.planDigest !== planDigest) return refuse('planChanged')
    if (!circlesOf(this.#rules(), question, 'first').includes(by)) return refuse('notYetAsked')
    if (decision === 'approve' && incident.approvedBy.includes(by)) return refuse('alreadyVoted')
    incident.approvedBy.push(by)
    const isEnough = decision === 'deny' || incident.approvedBy.length >= asked.quorum
    const after =
      question === 'contain' ? { approve: 'blocking', deny: 'denied' } : { approve: 'restoring', deny: 'contained' }
    const what = decision === 'approve' ? 'APPROVED' : 'DENIED'
    incident.record(what, 'person', by, { by, planDigest, reason }, isEnough ? { to: after[decision] } : {})
    if (!isEnough) return { status: 'done', says: 'Counted.', incident: incident.id }
    incident.question = null
    if (decision === 'approve') this.#carryOut(incident.id, question)
    return { status: 'done', says: 'Decided.', incident: incident.id }
  }

  #carryOut(id: string, question: 'contain' | 'restore'): void {
    if (question === 'restore') {
      this.later(5_000, () => this.#move(id, 'RESTORED', 'restored'))
      this.later(905_000, () => this.#move(id, 'WATCHED', 'closed'))
      return
    }
    this.later(1_000, () => {
      this.#attacker.blockedAtMs ??= this.#nowMs
      this.#move(id, 'BLOCKED', 'verifying')
    })
    this.later(121_000, () => this.#move(id, 'SOAKED', 'contained'))
  }

  #request(
    by: string,
    act: { incident: string; reason: string },
    verb: Verb,
    where: string,
    go: () => void,
  ): ActAnswer {
    const ask = verb === 'requestRestore' ? 'restore' : 'close'
    if (!this.#may(by, verb)) return this.#refuse(by, act.incident, ask, 'notPermitted')
    const incident = this.#incident(act.incident)
    const what = ask === 'restore' ? 'RESTORE_REQUESTED' : 'CLOSE_REQUESTED'
    const detail = { by, reason: act.reason, ...(ask === 'restore' ? { restoreAs: 'false-alarm' } : {}) }
    const ignored = incident.state !== where
    incident.record(what, 'person', by, detail, { ignored })
    if (ignored) return { status: 'refused', code: 'notPossible', reason: `The incident is in ${incident.state}.` }
    go()
    return { status: 'done', says: 'Asked.', incident: act.incident }
  }

  /** Recorded at most once a minute, as in the product. */
  #refuse(
    by: string,
    id: string,
    what: 'note' | 'retry' | 'restore' | 'close' | { question: string; decision: string; planDigest: string },
    code: string,
  ): ActAnswer {
    const key = JSON.stringify([by, id, what, code])
    const last = this.#refusals.get(key)
    if (last !== undefined && this.#nowMs - last.atMs < REFUSAL_MS) last.unrecorded += 1
    else {
      const repeats = last?.unrecorded ?? 0
      const detail = typeof what === 'string' ? { by, ask: what, code, repeats } : { by, ...what, code, repeats }
      const kind = typeof what === 'string' ? 'REQUEST_REFUSED' : 'DECISION_REFUSED'
      this.#incident(id).record(kind, 'person', by, detail)
      this.#refusals.set(key, { atMs: this.#nowMs, unrecorded: 0 })
    }
    return { status: 'refused', code, reason: `No, ${by}.` }
  }

  #move(id: string, what: string, to: string): void {
    this.#incident(id).record(what, 'timer', 'fake', {}, { to })
    this.#changes += 1
  }

  #incident(id: string): FakeIncident {
    const found = this.incidentsMade.find((incident) => incident.id === id)
    if (found === undefined) throw new Error(`The fake has no incident ${id}.`)
    return found
  }

  #rules() {
    return approvalRulesOf(this.#exercise.world.approvals)
  }

  #may(by: string, verb: Verb): boolean {
    return hasVerb(this.#rules(), by, verb)
  }

  #iso(): string {
    return new Date(Date.parse(START) + this.#nowMs).toISOString()
  }

  #mayFail(method: string): void {
    if (this.broken.has(method)) throw new Error(`${method} is broken.`)
  }
}
