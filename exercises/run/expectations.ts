import { showDuration } from '../duration.js'
import { passMark } from '../rubric.js'
import type { RunEvent } from '../run-event.js'
import type { Expectation, Inject, InjectOf } from '../schema/injects.js'
import { asksPeople } from '../score/asks-people.js'
import { actWords, pastWords } from './act-words.js'
import { breaksWaiting, isAsExpected } from './expected-acts.js'

/** How an inject ended. */
export interface Ended {
  readonly inject: string
  readonly outcome: 'met' | 'missed'
  readonly why: string
}

type NameOf = (role: string) => string

type Open =
  | {
      readonly kind: 'act'
      readonly inject: string
      readonly expect: Expectation
      readonly untilMs: number
      /** What was done in time, and with less of a reason than was asked for; null: nothing yet. */
      readonly unexplained: string | null
    }
  | {
      readonly kind: 'answer'
      readonly inject: string
      readonly untilMs: number
      readonly atLeast: number
      /** The best that was said in time; null: nothing yet. */
      readonly points: number | null
    }

const NEVER_PLAYED = 'It was never played: what it waits for did not happen.'
const NEVER_TOLD = 'What it waits for did not happen; nothing was expected of anybody.'

/** What people were given to do and have not done yet. Every inject of the exercise ends here, exactly once. */
export class Expectations {
  /** Whether it asks something of people, by its id. */
  readonly #unplayed: Map<string, boolean>
  readonly #nameOf: (role: string) => string
  #open: Open[] = []

  /** `nameOf`: how people call whoever acts under the id of a role. */
  constructor(injects: readonly Inject[], nameOf: (role: string) => string) {
    this.#nameOf = nameOf
    this.#unplayed = new Map(injects.map((inject) => [inject.id, asksPeople(inject)]))
  }

  /** Until when people have to do something about an inject that is played now; null where nothing is expected of them. */
  static untilMs(inject: Inject, nowMs: number): number | null {
    if (inject.kind === 'question') return nowMs + inject.within.ms
    return inject.expect === undefined ? null : nowMs + inject.expect.within.ms
  }

  /** An inject was played. Ends at once where nothing is expected; `failed` says why it could not be played as it should. */
  play(inject: Inject, nowMs: number, failed: string | null): Ended[] {
    this.#unplayed.delete(inject.id)
    if (failed !== null) return [missed(inject.id, failed)]
    if (inject.kind === 'question') this.#open.push(answerTo(inject, nowMs))
    else if (inject.expect === undefined) return [met(inject.id, 'It was played; nothing was expected of anybody.')]
    else
      this.#open.push({
        kind: 'act',
        inject: inject.id,
        expect: inject.expect,
        untilMs: nowMs + inject.expect.within.ms,
        unexplained: null,
      })
    return []
  }

  /** Something happened: what it ends. */
  notice(event: RunEvent): Ended[] {
    const ended: Ended[] = []
    this.#open = this.#open.flatMap((open) => {
      const next = after(open, event, this.#nameOf)
      if ('outcome' in next) ended.push(next)
      return 'outcome' in next ? [] : [next]
    })
    return ended
  }

  /** The time of some is over. An answer that was given in time stays open to the end of the run: the facilitator may judge it. */
  atDeadline(nowMs: number): Ended[] {
    const over = this.#open.filter((open) => open.untilMs <= nowMs && !awaitsJudgement(open))
    this.#open = this.#open.filter((open) => !over.includes(open))
    return over.map((open) => tooLate(open, this.#nameOf))
  }

  /** The run is over: how everything ends that has not. */
  finish(): Ended[] {
    const ended = [
      ...this.#open.map((open) =>
        awaitsJudgement(open) ? tooLate(open, this.#nameOf) : missed(open.inject, 'The exercise ended before.'),
      ),
      ...[...this.#unplayed].map(([inject, asks]) => missed(inject, asks ? NEVER_PLAYED : NEVER_TOLD)),
    ]
    this.#open = []
    this.#unplayed.clear()
    return ended
  }

  /** When the next deadline is. */
  nextMs(): number {
    return Math.min(...this.#open.filter((open) => !awaitsJudgement(open)).map(({ untilMs }) => untilMs))
  }

  /** Whether people still have something to do. */
  get isBusy(): boolean {
    return this.#open.some((open) => !awaitsJudgement(open))
  }
}

function answerTo(inject: InjectOf<'question'>, nowMs: number): Open {
  const { id, within } = inject
  return { kind: 'answer', inject: id, untilMs: nowMs + within.ms, atLeast: passMark(inject), points: null }
}

function after(open: Open, event: RunEvent, nameOf: NameOf): Open | Ended {
  if (open.kind === 'act') {
    if (event.atMs > open.untilMs) return open
    if (isAsExpected(event, open.inject, open.expect)) return met(open.inject, `${wordsOf(event, nameOf)} in time.`)
    if (breaksWaiting(event, open.expect)) return missed(open.inject, `${wordsOf(event, nameOf)} instead of waiting.`)
    const isDone = isAsExpected(event, open.inject, { ...open.expect, reason: undefined })
    return isDone ? { ...open, unexplained: wordsOf(event, nameOf) } : open
  }
  if (event.kind !== 'ANSWER' || event.inject !== open.inject || !event.inTime) return open
  if (event.points < open.atLeast) return { ...open, points: Math.max(event.points, open.points ?? 0) }
  const marks = event.outOf === 0 ? '' : ` with ${event.points} of ${event.outOf} points`
  return met(open.inject, `${nameOf(event.by)} answered${marks}.`)
}

/** Said in time, and not good enough by the keywords. */
function awaitsJudgement(open: Open): boolean {
  return open.kind === 'answer' && open.points !== null
}

function tooLate(open: Open, nameOf: NameOf): Ended {
  if (open.kind === 'answer') {
    if (open.points === null) return missed(open.inject, 'Nobody answered in time.')
    return missed(open.inject, `The best answer made ${open.points} of the ${open.atLeast} points that it takes.`)
  }
  const { does, by, within, reason } = open.expect
  if (does.includes('wait')) return met(open.inject, `${by === undefined ? 'Everybody' : nameOf(by)} waited.`)
  if (open.unexplained !== null)
    return missed(open.inject, `${open.unexplained} without a reason of at least ${reason} characters.`)
  const acts = does.map((act) => (by === undefined ? pastWords : actWords)[act]).join(' or ')
  return missed(
    open.inject,
    `${by === undefined ? 'Nobody' : `${nameOf(by)} did not`} ${acts} within ${showDuration(within.ms)}.`,
  )
}

function wordsOf(event: RunEvent, nameOf: NameOf): string {
  switch (event.kind) {
    case 'DECISION':
      return `${nameOf(event.by)} decided: ${event.decision},`
    case 'REQUEST':
      return `${nameOf(event.by)} ${event.ask === 'answerOwner' ? 'answered as the owner' : pastWords[event.ask]}`
    case 'NOTE':
      return `${nameOf(event.by)} left a note`
    case 'ASKED':
      return `${nameOf(event.by)} asked`
    case 'PRESSURE':
      return `${nameOf(event.by)} answered${event.choice === null ? '' : ` (${event.choice})`}`
    default:
      return 'It was done'
  }
}

const met = (inject: string, why: string): Ended => ({ inject, outcome: 'met', why })
const missed = (inject: string, why: string): Ended => ({ inject, outcome: 'missed', why })
