import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { Actor, WindowFacts } from '../facts/trail-facts.js'
import { callersOf } from '../record/callers-of.js'

/** A call of which some records were kept whole, and others were not. */
export interface DroppedCall {
  readonly eventName: string
  /** Whose records were left out, the most first. */
  readonly actors: readonly Actor[]
  readonly left: number
  /** Every record of it that was kept is of a read. */
  readonly isRead: boolean
}

interface Kept {
  readonly byActor: Map<string, number>
  isRead: boolean
}

/** What was left out, as far as the counts tell, the most first: a call of which no record was kept is not among them. */
export function droppedCallsOf({ actors, notable }: WindowFacts): DroppedCall[] {
  const kept = new Map<string, Kept>()
  const callers = callersOf(notable)
  notable.forEach((event, at) => {
    const of = entryOf(kept, nameOf(event), none)
    const key = callers[at] ?? ''
    of.byActor.set(key, (of.byActor.get(key) ?? 0) + 1)
    of.isRead &&= event.readOnly === true
  })
  const dropped = new Map<string, { actor: Actor; eventName: string; left: number }[]>()
  for (const { actor, byCall } of actors.values()) {
    for (const call of byCall.values()) {
      const of = kept.get(nameOf(call))
      const left = of === undefined ? 0 : call.ok + call.failed - (of.byActor.get(actor.key) ?? 0)
      if (left > 0) entryOf(dropped, nameOf(call), () => []).push({ actor, eventName: call.eventName, left })
    }
  }
  const calls = [...dropped].map(([name, parts]) => {
    const most = parts.toSorted((a, b) => b.left - a.left || compareTexts(a.actor.key, b.actor.key))
    return {
      eventName: parts[0]?.eventName ?? name,
      actors: most.map(({ actor }) => actor),
      left: parts.reduce((sum, part) => sum + part.left, 0),
      isRead: kept.get(name)?.isRead ?? false,
    }
  })
  return calls.sort((a, b) => b.left - a.left || compareTexts(a.eventName, b.eventName))
}

function none(): Kept {
  return { byActor: new Map(), isRead: true }
}

function nameOf({ eventSource, eventName }: { eventSource: string; eventName: string }): string {
  return `${eventSource} ${eventName}`
}
