import { approvalRulesOf } from '../../exercises/approval-rules.js'
import type { Exercise } from '../../exercises/exercise-file.js'
import type { ActAnswer, PersonalAct } from '../../exercises/moves.js'
import type { Placeholder } from '../../exercises/placeholders.js'
import type { AttackStep } from '../../exercises/schema/attack.js'
import type { ExerciseFault } from '../../exercises/schema/faults.js'
import type { InjectOf } from '../../exercises/schema/injects.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import { loadReport } from '../../src/report/load-report.js'
import type { StageAttack } from './attack/stage-attack.js'
import { sendFinding } from './findings/send-finding.js'
import type { Identities } from './identities.js'
import { readIncidentView } from './incident-view.js'
import { openQuestion, type ReadRawFile, seenEvidence, stageIncident } from './look.js'
import { meaningIn } from './meaning.js'
import type { PlayStage } from './play-stage.js'
import { actInSites } from './virtual/act-in-sites.js'
import { inAllAccounts } from './virtual/all-accounts.js'
import { bringAbout } from './virtual/bring-about.js'
import type { Chat } from './virtual/chat.js'
import type { VirtualRealm } from './virtual/realm-of-world.js'
import type { VirtualWorld } from './virtual/virtual-world.js'
import type { WorldAccounts } from './world-accounts.js'

export interface VirtualStageParts {
  readonly exercise: Exercise
  readonly world: VirtualWorld
  /** Of every account, the first first. */
  readonly realms: readonly [VirtualRealm, ...VirtualRealm[]]
  readonly accounts: WorldAccounts
  readonly identities: Identities
  readonly chat: Chat
  readonly attack: StageAttack
  readonly readRawFile: ReadRawFile
  readonly liveAwsCalls: () => number
  readonly close: () => Promise<void>
}

/** What people do takes none of the exercise's time: if it has not happened by then, it never will. */
const LONGEST_ACT_MS = 60_000

/** The stage on virtual time: see startVirtualStage. */
export class VirtualStage implements PlayStage {
  readonly startedAt: string
  readonly time = 'virtual'
  readonly #parts: VirtualStageParts
  readonly #rules: ApprovalRules
  readonly #startedAtMs: number
  readonly #beganAtMs: number
  #acts = 0

  constructor(parts: VirtualStageParts) {
    const { time } = parts.world
    this.#parts = parts
    this.#rules = approvalRulesOf(parts.exercise.world.approvals)
    this.#beganAtMs = time.nowMs
    this.#startedAtMs = time.now().getTime()
    this.startedAt = time.now().toISOString()
  }

  nowMs(): number {
    return this.#parts.world.time.nowMs - this.#beganAtMs
  }

  toExerciseMs(iso: string): number {
    return Math.max(0, Date.parse(iso) - this.#startedAtMs)
  }

  async waitUntil(atMs: number, isOver: () => boolean): Promise<void> {
    await this.#parts.world.run(Math.max(0, atMs - this.nowMs()), isOver)
  }

  changes(): number {
    const { world, attack, chat } = this.#parts
    const steps = world.sites.reduce((sum, { parts }) => sum + parts.store.steps(), 0)
    return this.#acts + steps + attack.told + chat.shown
  }

  async sendFinding(inject: InjectOf<'finding'>) {
    const { realms } = this.#parts
    const meaningOf = (placeholder: Placeholder) => this.meaningOf(placeholder)
    return await this.#meanwhile(() => sendFinding({ ...this.#place(), realms, meaningOf }, inject))
  }

  async addCalls(inject: InjectOf<'evidence'>): Promise<void> {
    this.#parts.attack.addCalls(inject, (placeholder) => this.meaningOf(placeholder))
    this.#acts += 1
  }

  async incidents() {
    return this.#parts.world.incidents.map(stageIncident)
  }

  async records(incident: string, afterSeq: number) {
    const records = (await this.#parts.world.siteOf(incident)?.engine.store.readAudit(incident)) ?? []
    return records.filter(({ body }) => body.seq > afterSeq)
  }

  async question(incident: string) {
    const found = this.#found(incident)
    if (found === null) return null
    const open = await openQuestion(found.store, this.#rules, found.incident, (iso) => this.toExerciseMs(iso))
    // People know of a question when the chat has brought it.
    return open !== null && this.#parts.chat.hasShown(open.planDigest) ? open : null
  }

  async evidence(incident: string) {
    const found = this.#found(incident)
    return found === null ? { actions: [] } : await seenEvidence(found.store, found.incident, this.#parts.readRawFile)
  }

  async act(by: string, act: PersonalAct): Promise<ActAnswer> {
    const { realms, world } = this.#parts
    const realmOf = (incident: string) => {
      const engine = world.siteOf(incident)?.engine
      return realms.find((realm) => realm.engine === engine) ?? null
    }
    return await this.#meanwhile(() => actInSites({ realms, rules: this.#rules, realmOf }, by, act))
  }

  async fault(fault: Exclude<ExerciseFault, { kind: 'away' }>): Promise<void> {
    const { world, chat } = this.#parts
    bringAbout(inAllAccounts(world), chat, fault)
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

  /** Of every incident, in the order in which they were opened, as of now. Raw answers of AWS are not held against their digests. */
  async reports(): Promise<IncidentReport[]> {
    const { world } = this.#parts
    const generatedAt = world.time.now().toISOString()
    const options = { banner: 'EXERCISE', generatedAt, rawEvidence: null }
    const found = world.incidents.map(async ({ id }) => {
      const store = world.siteOf(id)?.engine.store
      return store === undefined ? null : await loadReport(store, id, options)
    })
    return (await Promise.all(found)).flatMap((report) => report ?? [])
  }

  async incidentView(incident: string) {
    const found = this.#found(incident)
    return found === null ? null : await readIncidentView(found.store, this.#rules, found.incident)
  }

  async stop(): Promise<void> {
    await this.#parts.close()
  }

  #found(id: string) {
    const site = this.#parts.world.siteOf(id)
    const incident = site?.incidents.find((each) => each.id === id)
    return site === null || incident === undefined ? null : { store: site.engine.store, incident }
  }

  #place() {
    const { exercise, world, accounts, identities, attack } = this.#parts
    return {
      exercise,
      identities,
      accounts,
      keysOf: (step: string) => attack.keysOf(step),
      now: () => world.time.now(),
      startedAt: new Date(this.#startedAtMs),
    }
  }

  /** Something that is done now, with all that it sets off at this moment. */
  async #meanwhile<T>(work: () => Promise<T>): Promise<T> {
    const { world } = this.#parts
    const done: T[] = []
    world.begin(async () => void done.push(await work()))
    await world.run(LONGEST_ACT_MS, () => done.length > 0)
    this.#acts += 1
    const [result] = done
    if (result === undefined) throw new Error('It did not come to an end.')
    return result
  }
}
