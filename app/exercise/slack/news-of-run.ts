import type { RunEvent, RunEventOf } from '../../../exercises/run-event.js'
import type { ExerciseHead, ExerciseNews, InjectNews, PlainNews } from '../../../integrations/slack/exercise-post.js'
import { inWords } from '../../../src/engine/in-words.js'
import type { RunTime } from './run-time.js'

/**
 * What of a run is told in Slack, in the order in which it came. What the product says itself is not told again: its cards have
 * incidents, questions, decisions and notes. A hidden step of the attack is told when it comes to light.
 */
export function newsOfRun(events: readonly RunEvent[], time: RunTime): ExerciseNews[] {
  const news = new Map<string, InjectNews | PlainNews>()
  for (const [index, event] of events.entries()) {
    const told = newsOf(event, index, news, time)
    if (told !== null) news.set(told.kind === 'inject' ? slotOf(told.inject) : told.slot, told)
  }
  return [...news.values()]
}

/** Where the run stands. It says when that came to be, and not the time: an edit a second would keep the cards waiting. */
export function headOfRun(events: readonly RunEvent[], time: RunTime, isOver: boolean): ExerciseHead {
  const first = events.find((event) => event.kind === 'STATE')
  const last = events.findLast((event) => event.kind === 'STATE' && event.incident === stateOf(first)?.incident)
  return {
    at: time.sinceStart((isOver ? events.at(-1) : events.findLast(({ kind }) => telling.has(kind)))?.atMs ?? 0),
    state: stateOf(last)?.to ?? null,
    open: openInjects(newsOfRun(events, time)),
    isOver,
  }
}

/** Events after which a run stands elsewhere. */
const telling: ReadonlySet<RunEvent['kind']> = new Set(['STATE', 'INJECT', 'INJECT_ENDED'])

/** What people have to do something about. */
export function openInjects(news: readonly ExerciseNews[]): InjectNews[] {
  return news.flatMap((one) => (one.kind === 'inject' && one.outcome === null && one.until !== null ? [one] : []))
}

function stateOf(event: RunEvent | undefined): RunEventOf<'STATE'> | null {
  return event?.kind === 'STATE' ? event : null
}

function newsOf(
  event: RunEvent,
  index: number,
  known: ReadonlyMap<string, InjectNews | PlainNews>,
  time: RunTime,
): InjectNews | PlainNews | null {
  const at = time.sinceStart(event.atMs)
  const plain = (slot: string, title: string, text: string, by: string | null = null): PlainNews => ({
    kind: 'plain',
    slot,
    at,
    title,
    by,
    text,
    answer: null,
  })
  switch (event.kind) {
    case 'INJECT':
      return injectNews(event, time)
    case 'INJECT_ENDED':
    case 'ANSWER':
    case 'PRESSURE':
    case 'FAULT': {
      const inject = known.get(slotOf(event.inject))
      return inject?.kind === 'inject' ? afterwards(inject, event, at) : null
    }
    case 'FINDING':
      return event.result === 'refused'
        ? plain(`finding:${event.inject}`, 'The finding was refused', event.reason ?? 'No reason was given.')
        : null
    case 'ASKED':
      return plain(`asked:${index}`, 'Asked', event.text, event.by)
    case 'REVEALED': {
      const asked = event.how === 'asked' ? lastAsked(known) : null
      if (asked === null) return plain(`revealed:${event.step}`, 'It came to light', event.text)
      return { ...asked, answer: [asked.answer, event.text].filter((text) => text !== null).join(' ') }
    }
    case 'ATTACK':
      return event.hidden
        ? null
        : plain(`attack:${event.step}`, `Attacker · ${event.technique} · ${inWords(event.result)}`, attackWords(event))
    case 'LIMIT':
    case 'ERROR':
      return plain(event.kind, event.kind === 'LIMIT' ? 'Time is over' : 'The exercise failed', event.text)
    default:
      return null
  }
}

/** What comes to light by a question is told right after it, and belongs to its message. */
function lastAsked(known: ReadonlyMap<string, InjectNews | PlainNews>): PlainNews | null {
  const last = [...known.values()].findLast((news) => news.kind === 'plain' && news.slot.startsWith('asked:'))
  return last?.kind === 'plain' ? last : null
}

/** What it is about to do is a sentence of the file; what came of it, a verb of AWS's answers. */
function attackWords({ result, detail }: RunEventOf<'ATTACK'>): string {
  return result === 'begun' ? detail : `It ${detail}.`
}

function slotOf(inject: string): string {
  return `inject:${inject}`
}

function injectNews(event: RunEventOf<'INJECT'>, time: RunTime): InjectNews {
  const { inject, injectKind, title, from, to, text, untilMs, atMs } = event
  return {
    kind: 'inject',
    ...{ inject, injectKind, title, from, to, text },
    at: time.sinceStart(atMs),
    until: untilMs === null ? null : time.onTheWall(untilMs),
    said: [],
    outcome: null,
  }
}

type Afterwards = RunEventOf<'INJECT_ENDED' | 'ANSWER' | 'PRESSURE' | 'FAULT'>

function afterwards(news: InjectNews, event: Afterwards, at: string): InjectNews {
  switch (event.kind) {
    case 'INJECT_ENDED':
      return { ...news, outcome: { met: event.outcome === 'met', why: event.why } }
    case 'FAULT':
      return { ...news, text: [news.text, event.text].filter((text) => text !== null).join(' ') }
    default: {
      // The facilitator's judgement is told by the same event: nothing new was said.
      if (event.kind === 'ANSWER' && event.scoredBy === 'facilitator') return news
      const { by, text, inTime } = event
      const choice = event.kind === 'PRESSURE' && event.choice !== null ? `(${inWords(event.choice)}) ` : ''
      return { ...news, said: [...news.said, { by, at, text: `${choice}${text}`, inTime }] }
    }
  }
}
