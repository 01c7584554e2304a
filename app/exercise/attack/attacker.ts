import type { AttackStep } from '../../../exercises/schema/attack.js'
import type { AttackNews } from '../../../exercises/stage.js'
import type { AttackPlace, RunningTechnique } from '../techniques/technique.js'
import { findTechnique } from '../techniques/techniques.js'
import { type AttackerCall, canBeDenied, type Ledger } from './ledger.js'

/** The time that an attacker lives in. */
export interface AttackTime {
  readonly nowMs: () => number
  /** Something that happens then; of what happens at once the smaller key comes first. */
  readonly at: (atMs: number, key: string, act: () => void) => void
}

type Result = AttackNews['result']

interface RunningStep {
  readonly id: string
  readonly technique: RunningTechnique
  readonly endsAtMs: number
  result: Result | null
}

const MOST_OPERATIONS = 8

/** Carries out the steps of an attack, each by itself from when it is begun, and tells what came of them. */
export class ScriptedAttacker {
  readonly #place: AttackPlace
  readonly #time: AttackTime
  readonly #ledger: Ledger
  readonly #running = new Map<string, RunningStep>()
  #news: AttackNews[] = []
  #told = 0

  constructor(place: AttackPlace, time: AttackTime, ledger: Ledger) {
    this.#place = place
    this.#time = time
    this.#ledger = ledger
  }

  /** How many news there were. */
  get told(): number {
    return this.#told
  }

  /** Throws where the account has nobody whom the attacker could be. */
  begin({ id, does, with: parameters }: AttackStep): void {
    const technique = does === null ? undefined : findTechnique(does)
    if (technique === undefined) throw new Error(`There is no technique ${does}.`)
    const begun = this.#ledger.hold(id, () => technique.begin(this.#place, parameters))
    const endsAtMs = begun.forMs === null ? Number.POSITIVE_INFINITY : this.#time.nowMs() + begun.forMs
    const step = { id, technique: begun, endsAtMs, result: null }
    this.#running.set(id, step)
    this.#act(step)
  }

  /** What came of it since this was asked last. */
  takeNews(): readonly AttackNews[] {
    return this.#news.splice(0)
  }

  /** The keys that a step acts with, the first first; empty where it was not begun. */
  keysOf(step: string): readonly string[] {
    return this.#running.get(step)?.technique.credentials() ?? []
  }

  /** Every key of every step. */
  keys(): readonly string[] {
    return [...new Set([...this.#running.values()].flatMap(({ technique }) => technique.credentials()))]
  }

  #act(step: RunningStep): void {
    const nowMs = this.#time.nowMs()
    if (nowMs > step.endsAtMs) return
    this.#tell(step, this.#ledger.during(step.id, step.technique.act))
    const { everyMs } = step.technique
    if (everyMs !== null) this.#time.at(nowMs + everyMs, `attack ${step.id}`, () => this.#act(step))
  }

  #tell(step: RunningStep, calls: readonly AttackerCall[]): void {
    const result = resultOf(calls.filter(canBeDenied), step.result)
    if (result === null) return
    step.result = result
    this.#told += 1
    this.#news.push({ step: step.id, atMs: this.#time.nowMs(), result, detail: describe(calls) })
  }
}

/** null: it is as it was, and nobody needs to be told. */
function resultOf(calls: readonly AttackerCall[], before: Result | null): Result | null {
  const carriedOut = calls.filter(({ error }) => error === null).length
  if (calls.length === 0) return null
  if (carriedOut === 0) {
    if (before === null) return 'denied'
    return before === 'succeeded' || before === 'partly' ? 'stopped' : null
  }
  if (before === 'succeeded' || before === 'partly') return null
  return carriedOut === calls.length ? 'succeeded' : 'partly'
}

/** `s3:ListBuckets, iam:CreateUser (AccessDenied)`: each once. */
function describe(calls: readonly AttackerCall[]): string {
  const each = calls.map(({ operation, error }) => (error === null ? operation : `${operation} (${error})`))
  const distinct = [...new Set(each)]
  const more = distinct.length - MOST_OPERATIONS
  return [...distinct.slice(0, MOST_OPERATIONS), ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}
