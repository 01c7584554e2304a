import { showDuration } from '../duration.js'
import { passMark } from '../rubric.js'
import type { RunEvent } from '../run-event.js'
import type { Expectation, Inject, InjectOf } from '../schema/injects.js'
import { breaksWaiting, isAsExpected } from './expected-acts.js'

/** How an inject ended. */
export interface Ended {
  readonly inject: string
  readonly outcome: 'met' | 'missed'
  readonly why: string
}

type Open =
  | { readonly kind: 'act'; readonly inject: string; readonly expect: Expectation; readonly untilMs: number }
  | {
      readonly kind: 'answer'
      readonly inject: string
      readonly untilMs: number
      readonly atLeast: number
      /** The best that was said in time; null: nothing yet. */
      readonly points: number | null
    }

/** What people were given to do and have not done yet. Every inject of the exercise ends here, exactly once. */
export class Expectations {
  readonly #unplayed: Set<string>
  #open: Open[] = []

  constructor(injects: readonly Inject[]) {
    this.#unplayed = new Set(injects.map(({ id }) => id))
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
      })
    return []
  }

  /** Something happened: what it ends. */
  notice(event: RunEvent): Ended[] {
    const ended: Ended[] = []
    this.#open = this.#open.flatMap((open) => {
      const next = after(open, event)
      if ('outcome' in next) ended.push(next)
      return 'outcome' in next ? [] : [next]
    })
    return ended
  }

  /** The time of some is over. An answer that was given in time stays open to the end of the run: the facilitator may judge it. */
  atDeadline(nowMs: number): Ended[] {
    const over = this.#open.filter((open) => open.untilMs <= nowMs && !awaitsJudgement(open))
    this.#open = this.#open.filter((open) => !over.includes(open))
    return over.map(tooLate)
  }

  /** The run is over: how everything ends that has not. */
  finish(): Ended[] {
    const ended = [
      ...this.#open.map((open) =>
        awaitsJudgement(open) ? tooLate(open) : missed(open.inject, 'The exercise ended before.'),
      ),
      ...[...this.#unplayed].map((inject) => missed(inject, 'It was never played: what it waits for did not happen.')),
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

function after(open: Open, event: RunEvent): Open | Ended {
  if (open.kind === 'act') {
    if (event.atMs > open.untilMs) return open
    if (isAsExpected(event, open.inject, open.expect)) return met(open.inject, `${wordsOf(event)} in time.`)
    return breaksWaiting(event, open.expect) ? missed(open.inject, `${wordsOf(event)} instead of waiting.`) : open
  }
  if (event.kind !== 'ANSWER' || event.inject !== open.inject || !event.inTime) return open
  if (event.points < open.atLeast) return { ...open, points: Math.max(event.points, open.points ?? 0) }
  const marks = event.outOf === 0 ? '' : ` with ${event.points} of ${event.outOf} points`
  return met(open.inject, `${event.by} answered${marks}.`)
}

/** Said in time, and not good enough by the keywords. */
function awaitsJudgement(open: Open): boolean {
  return open.kind === 'answer' && open.points !== null
}

function tooLate(open: Open): Ended {
  if (open.kind === 'answer') {
    if (open.points === null) return missed(open.inject, 'Nobody answered in time.')
    return missed(open.inject, `The answers made ${open.points} points; ${open.atLeast} were needed.`)
  }
  const { does, by, within } = open.expect
  if (does.includes('wait')) return met(open.inject, `${by ?? 'Everybody'} waited.`)
  const who = by === undefined ? 'Nobody' : `${by} did not`
  return missed(
    open.inject,
    `${who} ${by === undefined ? 'did' : 'do'} ${does.join(' or ')} within ${showDuration(within.ms)}.`,
  )
}

function wordsOf(event: RunEvent): string {
  switch (event.kind) {
    case 'DECISION':
      return `${event.by} decided: ${event.decision},`
    case 'REQUEST':
      return `${event.by} did ${event.ask}`
    case 'NOTE':
      return `${event.by} left a note`
    case 'ASKED':
      return `${event.by} asked`
    case 'PRESSURE':
      return `${event.by} answered${event.choice === null ? '' : ` (${event.choice})`}`
    default:
      return 'It was done'
  }
}

const met = (inject: string, why: string): Ended => ({ inject, outcome: 'met', why })
const missed = (inject: string, why: string): Ended => ({ inject, outcome: 'missed', why })
