import type { AttackStep } from '../../../exercises/schema/attack.js'
import type { AttackNews } from '../../../exercises/stage.js'
import { lookUpCaller } from '../../../simulated-aws/account/callers.js'
import type { Door } from '../../../simulated-aws/scripted/script.js'
import { type AttackPlace, type Used, usedBy } from '../techniques/technique.js'
import { findTechnique } from '../techniques/techniques.js'
import type { SeededRandom } from '../virtual/seeded-random.js'
import { accountOfKey, holderOfKey } from './key-holder.js'
import type { AttackerCall, Ledger } from './ledger.js'
import { type StartKey, StepAtWork } from './step-at-work.js'
import { StepTale } from './step-tale.js'

/** The time that an attacker lives in. */
export interface AttackTime {
  readonly nowMs: () => number
  /** Something that happens then; of what happens at once the smaller key comes first. */
  readonly at: (atMs: number, key: string, act: () => void) => void
}

/** Where the attacker is at work. `account`: the first of the world; it knows the others. */
export type AttackerPlace = Pick<AttackPlace, 'account' | 'identities' | 'holds'> & {
  /** Of the exercise's seed: what each step chooses does not depend on what the others do. */
  readonly random: SeededRandom
  /** By the attacker's own time: how long IAM takes to enforce what it has answered. */
  readonly enforcementDelayMs: number
}

interface BegunStep {
  readonly id: string
  readonly work: StepAtWork
  readonly tale: StepTale
  readonly endsAtMs: number
}

/** Carries out the steps of an attack, each by itself from when it is begun, and tells what came of them. */
export class ScriptedAttacker {
  readonly #place: AttackerPlace
  readonly #time: AttackTime
  readonly #ledger: Ledger
  readonly #begun = new Map<string, BegunStep>()
  #news: AttackNews[] = []
  #told = 0

  constructor(place: AttackerPlace, time: AttackTime, ledger: Ledger) {
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
    const { account, identities, holds, enforcementDelayMs } = this.#place
    const random = this.#place.random.fork(id)
    const pace = technique.paceOf(parameters, enforcementDelayMs)
    const used = usedBy(parameters)
    const work = new StepAtWork({
      technique,
      parameters,
      pace,
      place: { account, identities, holds, random: (count) => random.bytes(count) },
      startKey: () =>
        used === null ? { ok: true, accessKeyId: identities.of(holds).accessKeyId } : this.#keyFrom(used),
    })
    const endsAtMs = pace.forMs === null ? Number.POSITIVE_INFINITY : this.#time.nowMs() + pace.forMs
    const step = { id, work, tale: new StepTale(account), endsAtMs }
    this.#begun.set(id, step)
    this.#act(step)
  }

  /** What came of it since this was asked last. */
  takeNews(): readonly AttackNews[] {
    return this.#news.splice(0)
  }

  /** The keys that a step acts with, the first first; empty where it was not begun. */
  keysOf(step: string): readonly string[] {
    return this.#begun.get(step)?.work.keys() ?? []
  }

  /** Every key of every step. */
  keys(): readonly string[] {
    return [...new Set([...this.#begun.values()].flatMap(({ work }) => work.keys()))]
  }

  /** Every way to new credentials that needs none of those. */
  doors(): readonly Door[] {
    return [...this.#begun.values()].flatMap(({ work }) => work.doors())
  }

  #act(step: BegunStep): void {
    const nowMs = this.#time.nowMs()
    if (nowMs > step.endsAtMs) return
    const { id, work } = step
    this.#tell(
      step,
      this.#ledger.during(id, () => work.act()),
    )
    const { everyMs } = work.pace
    if (everyMs !== null) this.#time.at(nowMs + everyMs, `attack ${id}`, () => this.#act(step))
  }

  #tell({ id, work, tale }: BegunStep, calls: readonly AttackerCall[]): void {
    const news = work.idle === null ? tale.after(calls, work.gained()) : tale.idle(work.idle)
    if (news === null) return
    this.#told += 1
    this.#news.push({ step: id, atMs: this.#time.nowMs(), ...news })
  }

  /** What that step came by: the newest that AWS takes, of whom it is to be. */
  #keyFrom({ step, of }: Used): StartKey {
    const { account } = this.#place
    const gained = this.#begun.get(step)?.work.gained() ?? []
    const wanted = gained.filter((key) => of === null || holderOfKey(account, key)?.names.includes(of))
    const isTaken = (key: string) => lookUpCaller(accountOfKey(account, key), key).ok
    const accessKeyId = wanted.findLast(isTaken) ?? wanted.at(-1)
    if (accessKeyId !== undefined) return { ok: true, accessKeyId }
    return { ok: false, why: `there are no keys${of === null ? '' : ` of ${of}`} that ${step} came by` }
  }
}
