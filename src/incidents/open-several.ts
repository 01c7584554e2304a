import { dedupKey, type Finding } from '../domain/finding.js'
import type { Incident } from '../domain/incident.js'
import type { Engine } from '../engine/engine.js'
import { type Recorded, recordChain } from '../engine/record-event.js'
import { duplicate, joining, knownOn, type Opened, type Opening, openIncident } from './open-incident.js'

/** A finding, and what it starts where nothing is open. */
export interface Taking {
  readonly finding: Finding
  readonly opening: Opening
}

export interface OpenedSeveral {
  /** One for each taking, in their order. */
  readonly opened: readonly Opened[]
  /** The incident as the last of them left it, for those that come next; null where that is not known. */
  readonly known: Incident | null
}

/**
 * Takes in several findings whose incident is the same, one after the other as `openIncident` would: each has its own step and its
 * own record. Those that join are asked for at once, so that a storm about one principal takes a commit a batch and not a
 * commit a finding. `seen` saves reading the incident; where it moved since, it is read after all. All are durable when this
 * returns; where it throws some may be, and the same again changes nothing.
 */
export async function openSeveral(
  engine: Engine,
  takings: readonly Taking[],
  seen: Incident | null,
): Promise<OpenedSeveral> {
  const opened = new Map<Taking, Opened>()
  let known = seen
  let isFresh = false
  for (let waiting = takings; waiting.length > 0; waiting = takings.filter((taking) => !opened.has(taking))) {
    const [first] = waiting
    if (first === undefined) break
    if (known === null && !isFresh) {
      known = await knownOn(engine, first.finding, first.opening.about)
      isFresh = true
    }
    const before: number = opened.size
    if (known !== null) known = await joinAll(engine, known, waiting, opened)
    if (opened.size > before) isFresh = false
    else if (isFresh) {
      // None is open, or it moves faster than it is read: what is made for one finding sees to both.
      opened.set(first, await openIncident(engine, first.finding, first.opening))
      isFresh = false
    }
  }
  return { opened: takings.flatMap((taking) => opened.get(taking) ?? []), known }
}

/** Files in `opened` what is settled; answers with the incident as it is then, null where it moved meanwhile. */
async function joinAll(
  engine: Engine,
  known: Incident,
  waiting: readonly Taking[],
  opened: Map<Taking, Opened>,
): Promise<Incident | null> {
  const firsts = firstsOf(waiting)
  const chained = [...firsts.keys()]
  const deliveries = chained.map(({ finding, opening }) => joining(engine, finding, opening))
  const results = await recordChain(engine, known, deliveries)
  for (const [index, taking] of chained.entries()) {
    const settled = await settle(engine, taking, results[index])
    if (settled === null) continue
    opened.set(taking, settled)
    // The same finding in the same batch has a record now, whichever delivery's it is.
    for (const again of firsts.get(taking) ?? []) {
      opened.set(again, await duplicate(engine, again.finding, again.opening, settled.incidentId))
    }
  }
  return latest(known, results)
}

async function settle(
  engine: Engine,
  { finding, opening }: Taking,
  result: Recorded | 'conflict' | undefined,
): Promise<Opened | null> {
  if (result === undefined || result === 'conflict') return null
  if (result.status === 'recorded') return { status: 'joined', incidentId: result.before.id }
  if (result.status === 'duplicateFinding') return duplicate(engine, finding, opening, result.incidentId)
  return null
}

/** Of each finding the first delivery, with those that repeat it. */
function firstsOf(waiting: readonly Taking[]): Map<Taking, Taking[]> {
  const byKey = new Map<string, Taking>()
  const firsts = new Map<Taking, Taking[]>()
  for (const taking of waiting) {
    const key = dedupKey(taking.finding)
    const first = byKey.get(key)
    if (first === undefined) {
      byKey.set(key, taking)
      firsts.set(taking, [])
    } else firsts.get(first)?.push(taking)
  }
  return firsts
}

function latest(known: Incident, results: readonly (Recorded | 'conflict')[]): Incident | null {
  const [first] = results
  if (first === undefined || first === 'conflict') return null
  if (first.status !== 'recorded' && first.status !== 'duplicateFinding') return null
  return results.reduce<Incident>(
    (last, result) => (result !== 'conflict' && result.status === 'recorded' ? result.after : last),
    known,
  )
}
