import { approvalRulesOf } from '../../../exercises/approval-rules.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import type { ActAnswer, PersonalAct } from '../../../exercises/moves.js'
import type { Placeholder } from '../../../exercises/placeholders.js'
import type { AttackStep } from '../../../exercises/schema/attack.js'
import type { ExerciseFault } from '../../../exercises/schema/faults.js'
import type { InjectOf } from '../../../exercises/schema/injects.js'
import type { FindingAnswer } from '../../../exercises/stage.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import type { IncidentReport } from '../../../src/report/incident-report.js'
import { loadReport } from '../../../src/report/load-report.js'
import type { OpeningSettings } from '../../opening.js'
import type { Realms } from '../../realms.js'
import type { StageAttack } from '../attack/stage-attack.js'
import { preparePayload } from '../findings/send-finding.js'
import { readIncidentView } from '../incident-view.js'
import { openQuestion, type ReadRawFile, seenEvidence, stageIncident } from '../look.js'
import { meaningIn } from '../meaning.js'
import type { PlayStage } from '../play-stage.js'
import { bringAbout } from '../virtual/bring-about.js'
import type { Chat } from '../virtual/chat.js'
import type { WorldAccounts } from '../world-accounts.js'
import { actInRealms } from './act-in-realms.js'
import { postFinding } from './post-finding.js'
import type { ServedDoor } from './serve.js'
import type { ServiceAccounts } from './service-accounts.js'
import type { ServiceTime } from './service-time.js'
import type { ServiceWorkers } from './service-workers.js'

export interface ServiceStageParts {
  readonly exercise: Exercise
  readonly time: ServiceTime
  readonly realms: Realms
  readonly opening: OpeningSettings
  readonly simulated: ServiceAccounts
  readonly workers: ServiceWorkers
  readonly door: ServedDoor
  readonly chat: Chat
  readonly attack: StageAttack
  readonly readRawFile: ReadRawFile
  readonly liveAwsCalls: () => number
  readonly close: () => Promise<void>
}

/** The stage on the real service: see startServiceStage. */
export class ServiceStage implements PlayStage {
  readonly startedAt: string
  readonly time = 'real'
  readonly #parts: ServiceStageParts
  readonly #rules: ApprovalRules
  #changes = 0

  constructor(parts: ServiceStageParts) {
    this.#parts = parts
    this.#rules = approvalRulesOf(parts.exercise.world.approvals)
    this.startedAt = parts.time.startedAt.toISOString()
    for (const runtime of parts.realms.all) runtime.whenRecorded(() => this.#changed())
  }

  /** Where its web server listens, for whoever wants to look at it beside the run. */
  get url(): string {
    return this.#parts.door.url
  }

  /** The bearer token of each role there, by its id. */
  get tokens(): ReadonlyMap<string, string> {
    return this.#parts.door.tokens
  }

  /** The simulated accounts, for whoever holds the run against AWS's own word. */
  get accounts(): WorldAccounts {
    return this.#parts.simulated.accounts
  }

  /** How many worker processes there were so far. */
  get workersStarted(): number {
    return this.#parts.workers.started
  }

  nowMs(): number {
    return this.#parts.time.nowMs
  }

  toExerciseMs(iso: string): number {
    return Math.max(0, this.#parts.time.toExerciseMs(iso))
  }

  async waitUntil(atMs: number, isOver: () => boolean): Promise<void> {
    await this.#parts.time.until(atMs, isOver)
  }

  changes(): number {
    const { attack, chat } = this.#parts
    return this.#changes + attack.told + chat.shown
  }

  async sendFinding(inject: InjectOf<'finding'>): Promise<FindingAnswer> {
    const meaningOf = (placeholder: Placeholder) => this.meaningOf(placeholder)
    const sent = preparePayload({ ...this.#place(), meaningOf }, inject)
    if ('status' in sent) return sent
    const before = new Set((await this.#incidents()).map(({ id }) => id))
    const posted = await postFinding(this.#parts.door, inject.source, sent.payload)
    this.#changed()
    if (posted.status === 'refused') return posted
    const { incidentId: incident, deduplicated } = posted
    if (deduplicated) return { status: 'duplicate', incident }
    return { status: before.has(incident) ? 'joined' : 'opened', incident }
  }

  async addCalls(inject: InjectOf<'evidence'>): Promise<void> {
    this.#parts.attack.addCalls(inject, (placeholder) => this.meaningOf(placeholder))
    this.#changed()
  }

  async incidents() {
    return (await this.#incidents()).map(stageIncident)
  }

  async records(incident: string, afterSeq: number) {
    const records = await (await this.#storeOf(incident)).readAudit(incident)
    return records.filter(({ body }) => body.seq > afterSeq)
  }

  async question(incident: string) {
    const store = await this.#storeOf(incident)
    const found = await store.readIncident(incident)
    if (found === null) return null
    const open = await openQuestion(store, this.#rules, found, (iso) => this.toExerciseMs(iso))
    // People know of a question when the chat has brought it.
    return open !== null && this.#parts.chat.hasShown(open.planDigest) ? open : null
  }

  async evidence(incident: string) {
    const store = await this.#storeOf(incident)
    return await seenEvidence(store, await store.readIncident(incident), this.#parts.readRawFile)
  }

  async act(by: string, act: PersonalAct): Promise<ActAnswer> {
    const { realms, opening } = this.#parts
    const answer = await actInRealms({ realms, opening, rules: this.#rules }, by, act)
    this.#changed()
    return answer
  }

  async fault(fault: Exclude<ExerciseFault, { kind: 'away' }>): Promise<void> {
    const { simulated, workers, chat } = this.#parts
    const world = {
      account: simulated,
      killWorker: () => workers.killWorker(),
      killWorkerAt: workers.killWorkerAt.bind(workers),
    }
    bringAbout(world, chat, fault)
  }

  async attack(step: AttackStep): Promise<void> {
    this.#parts.attack.begin(step, (placeholder) => this.meaningOf(placeholder))
  }

  attackNews() {
    return this.#parts.attack.takeNews()
  }

  async attackerGains() {
    return this.#parts.attack.gains()
  }

  liveAwsCalls(): number {
    return this.#parts.liveAwsCalls()
  }

  meaningOf(placeholder: Placeholder): string | null {
    return meaningIn(this.#place(), placeholder)
  }

  /** Raw answers of AWS are held against their digests. */
  async reports(): Promise<IncidentReport[]> {
    const generatedAt = new Date().toISOString()
    const reports: IncidentReport[] = []
    for (const { id } of await this.#incidents()) {
      const { engine, tools } = await this.#runtimeOf(id)
      const options = { banner: 'EXERCISE', generatedAt, rawEvidence: tools.rawEvidence }
      const report = await loadReport(engine.store, id, options)
      if (report !== null) reports.push(report)
    }
    return reports
  }

  async incidentView(incident: string) {
    const store = await this.#storeOf(incident)
    const found = await store.readIncident(incident)
    return found === null ? null : await readIncidentView(store, this.#rules, found)
  }

  async stop(): Promise<void> {
    await this.#parts.close()
  }

  /** Of every realm, in the order in which they were opened. */
  async #incidents() {
    const listed = await Promise.all(this.#parts.realms.all.map(({ engine }) => engine.store.listIncidents()))
    return listed.flat().sort((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.id < b.id ? -1 : 1))
  }

  async #runtimeOf(incident: string) {
    const { realms } = this.#parts
    return (await realms.ofIncident(incident)) ?? realms.home
  }

  async #storeOf(incident: string) {
    return (await this.#runtimeOf(incident)).engine.store
  }

  #changed(): void {
    this.#changes += 1
    this.#parts.time.wake()
  }

  #place() {
    const { exercise, simulated, attack, time } = this.#parts
    return {
      exercise,
      accounts: simulated.accounts,
      identities: simulated.identities,
      keysOf: (step: string) => attack.keysOf(step),
      now: () => new Date(),
      startedAt: time.startedAt,
    }
  }
}
