import { dayOf } from '../facts/event-time.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { EventMark } from '../facts/trail-facts.js'
import type { Act } from './act.js'
import type { Sighting } from './detection.js'
import type { ActRule, Judgement } from './rule.js'
import { highest, lowered, severities } from './severity.js'
import type { TrailView } from './trail-view.js'

interface Judged extends Judgement {
  readonly act: Act
}

const maxNamed = 5
const maxReasons = 8
/** An attacker is done in one or two; a team rolls out again and again. */
const rolloutDays = 3
/** Of what machines do all the time, a working week shows the habit. */
const daysOfRolloutHabit = { seen: 5, span: 6 }

/**
 * Runs the rules over all calls, each call seen once by every rule that asks for its name. Calls of one actor and one outcome
 * make one sighting: as grave as the gravest of them or as their number, one step less where all failed, and one step less
 * where the actor made the same calls as a habit before, or day after day as rollouts are made.
 */
export function sightingsByActs(rules: readonly ActRule[], trail: TrailView): Map<ActRule, Sighting[]> {
  const byCall = rulesByCall(rules)
  const groups = new Map<ActRule, Map<string, Judged[]>>(rules.map((rule) => [rule, new Map()]))
  for (const [acts, areServices] of [[trail.acts, false] as const, [trail.serviceActs, true] as const]) {
    for (const act of acts) {
      for (const rule of byCall.get(`${act.service} ${act.name}`) ?? []) {
        if (areServices && rule.alsoServices !== true) continue
        addJudged(groups.get(rule), act, rule.judge(act, trail))
      }
    }
  }
  return new Map([...groups].map(([rule, ofRule]) => [rule, sightingsIn(rule, ofRule, trail)]))
}

function rulesByCall(rules: readonly ActRule[]): Map<string, ActRule[]> {
  const byCall = new Map<string, ActRule[]>()
  for (const rule of rules) {
    for (const [service, names] of Object.entries(rule.calls)) {
      for (const name of new Set(names.split(' '))) {
        const call = `${service} ${name}`
        entryOf(byCall, call, (): ActRule[] => []).push(rule)
      }
    }
  }
  return byCall
}

function addJudged(groups: Map<string, Judged[]> | undefined, act: Act, judgement: Judgement | null): void {
  if (judgement === null || groups === undefined) return
  const who = (judgement.suspects ?? [act.actor.key]).join(' ')
  const group = `${who} ${act.outcome === 'ok' ? 'ok' : 'failed'}`
  // Not begun with the spread: that took ten times as long.
  const judged = { act, ...judgement }
  const same = groups.get(group)
  if (same === undefined) groups.set(group, [judged])
  else same.push(judged)
}

function sightingsIn(rule: ActRule, groups: ReadonlyMap<string, Judged[]>, trail: TrailView): Sighting[] {
  const inOrder = [...groups].sort(([a], [b]) => compareTexts(a, b))
  return inOrder.map(([, judged]) => sightingOf(rule, judged, trail))
}

function sightingOf(rule: ActRule, inOrder: readonly Judged[], trail: TrailView): Sighting {
  // The few that are named are the gravest: routine that came first must not hide them.
  const judged = [...inOrder].sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity))
  const [first] = judged
  const hasFailed = first !== undefined && first.act.outcome !== 'ok'
  const habit = rule.neverRoutine === true ? null : habitOf(rule, judged, trail)
  // Weeks of a habit add up to any number.
  const isLongHabit = habit !== null && !trail.hasBaseline
  const subjects = rule.many === undefined || isLongHabit ? 0 : mostAtOnce(judged)
  const many = rule.many?.filter(({ atLeast }) => subjects >= atLeast) ?? []
  const days = rule.isRollout === true && !hasFailed ? daysOf(judged) : 0
  const isRollout = days >= rolloutDays
  const full = highest([...judged.map(({ severity }) => severity), ...many.map(({ severity }) => severity)])
  const why = [
    ...[...new Set(judged.flatMap(({ why }) => why ?? []))].slice(0, maxReasons),
    ...(many.length > 0 ? [`${subjects} different ones within two days`] : []),
    ...(hasFailed ? [failure(judged)] : []),
    ...(habit === null
      ? []
      : [
          `usual for this actor: ${habit} times ${trail.hasBaseline ? 'in the baseline' : 'from the same address over weeks'}`,
        ]),
    ...(isRollout ? [`on ${days} days, as rollouts are`] : []),
  ]
  return {
    actorKeys: first === undefined ? [] : (first.suspects ?? [first.act.actor.key]),
    severity: lowered(full, [hasFailed, habit !== null, isRollout].filter(Boolean).length),
    status: hasFailed ? 'attempted' : 'succeeded',
    what: named(judged.map(({ what }) => what)),
    why,
    answers: judged.flatMap(({ answers }) => answers ?? []),
    marks: marksOf(judged),
  }
}

/** How often the least usual of them was done before; null where one of them is no habit. */
function habitOf({ isRollout }: ActRule, judged: readonly Judged[], trail: TrailView): number | null {
  let least: number | null = null
  for (const { act } of judged) {
    const calls = trail.habit(act, isRollout ? daysOfRolloutHabit : undefined)
    if (calls === null) return null
    least = Math.min(least ?? calls, calls)
  }
  return least
}

const atOnceMs = 2 * 86_400_000

/** How many different subjects within two days: an attacker is done by then, and what work adds up to over weeks says nothing. */
function mostAtOnce(judged: readonly Judged[]): number {
  const inTime = [...judged].sort((a, b) => a.act.mark.atMs - b.act.mark.atMs)
  const times = new Map<string, number>()
  let [first, most] = [0, 0]
  for (const { act, subjects, what } of inTime) {
    for (const subject of subjects ?? [what]) times.set(subject, (times.get(subject) ?? 0) + 1)
    for (let left = inTime[first]; left !== undefined && left.act.mark.atMs < act.mark.atMs - atOnceMs; ) {
      for (const subject of left.subjects ?? [left.what]) forget(times, subject)
      first += 1
      left = inTime[first]
    }
    most = Math.max(most, times.size)
  }
  return most
}

function forget(times: Map<string, number>, subject: string): void {
  const left = (times.get(subject) ?? 0) - 1
  if (left > 0) times.set(subject, left)
  else times.delete(subject)
}

function daysOf(judged: readonly Judged[]): number {
  return new Set(judged.map(({ act }) => dayOf(act.mark.atMs))).size
}

function marksOf(judged: readonly Judged[]): EventMark[] {
  return judged.flatMap(({ act, related }) => [act.mark, ...(related ?? [])])
}

function failure(judged: readonly Judged[]): string {
  const codes = new Set(judged.map(({ act }) => act.event.errorCode ?? act.event.errorMessage ?? 'failed'))
  return `failed: ${[...codes].sort(compareTexts).slice(0, 3).join(', ')}`
}

/** The first few by name, the others by number. */
export function named(all: readonly string[]): string {
  const distinct = [...new Set(all)]
  const more = distinct.length - maxNamed
  return distinct.slice(0, maxNamed).join('; ') + (more > 0 ? ` and ${more} more` : '')
}
