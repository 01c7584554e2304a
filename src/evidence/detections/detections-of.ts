import { compareTexts, isoOf } from '../facts/texts.js'
import type { EventMark, TrailFacts } from '../facts/trail-facts.js'
import { allRules } from './all-rules.js'
import { postBlockRule } from './block/post-block-tampering.js'
import type { Detection, Sighting } from './detection.js'
import { sightingsByActs } from './judge-acts.js'
import type { ActRule, DetectionRule } from './rule.js'
import { severities } from './severity.js'
import { TrailView } from './trail-view.js'

export interface DetectionOptions {
  /** When the block took hold: what is done against it after that is told. */
  readonly blockedAt?: string
  /** `Actor.key` of whom the block is on; without it only acts on the block itself are told. */
  readonly blockedActorKeys?: readonly string[]
}

/**
 * Suspicious acts in the scope, gravest first, then oldest. One detection a rule, actor and outcome. Services that act by
 * themselves are nobody's act. Nothing is called new without two weeks of baseline. Whoever has a view of the facts hands it on.
 */
export function detectionsOf(
  facts: TrailFacts,
  options: DetectionOptions = {},
  trail = new TrailView(facts),
): Detection[] {
  const rules = options.blockedAt === undefined ? allRules : [...allRules, postBlockRule(options.blockedAt, options)]
  const byActs = sightingsByActs(
    rules.flatMap((rule) => (rule.kind === 'acts' ? [rule] : [])),
    trail,
  )
  return rules
    .flatMap((rule) => sightingsOf(rule, trail, byActs).map((sighting) => detectionOf(rule, sighting)))
    .sort(byGravity)
}

function sightingsOf(rule: DetectionRule, trail: TrailView, byActs: ReadonlyMap<ActRule, Sighting[]>) {
  return rule.kind === 'acts' ? (byActs.get(rule) ?? []) : rule.find(trail)
}

function detectionOf({ id, title, technique, tactic }: DetectionRule, sighting: Sighting): Detection {
  const { severity, status, actorKeys, what, why, answers = [], marks } = sighting
  const inOrder = [...marks].sort((a, b) => a.atMs - b.atMs || compareTexts(a.eventId, b.eventId))
  return {
    id,
    title,
    technique,
    tactic,
    severity,
    status,
    actorKeys: [...new Set(actorKeys)].sort(compareTexts),
    what,
    why,
    answers,
    firstSeen: timeOf(inOrder[0]),
    lastSeen: timeOf(inOrder[inOrder.length - 1]),
    eventIds: [...new Set(inOrder.map(({ eventId }) => eventId))],
  }
}

function timeOf(mark: EventMark | undefined): string {
  return mark === undefined ? '' : isoOf(mark.atMs)
}

function byGravity(a: Detection, b: Detection): number {
  return (
    severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
    compareTexts(a.firstSeen, b.firstSeen) ||
    compareTexts(a.id, b.id) ||
    compareTexts(a.actorKeys.join(' '), b.actorKeys.join(' ')) ||
    compareTexts(a.status, b.status)
  )
}
