import { entryOf } from '../../facts/tallies.js'
import { compareTexts } from '../../facts/texts.js'
import type { Act } from '../act.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import type { ActRule, PatternRule } from '../rule.js'
import { isAtLeast } from '../severity.js'
import type { TrailView } from '../trail-view.js'
import { networkLogsDeleted } from './logs-destroyed.js'
import { securityServiceDisabled } from './security-service-disabled.js'
import { trailTampering } from './trail-tampering.js'

const watchers: readonly ActRule[] = [trailTampering, securityServiceDisabled, networkLogsDeleted]
const atOnceMs = 2 * 86_400_000

/**
 * The trail and another watcher of the account silenced by one hand within two days. Each alone may be a change of vendor or a trail
 * too many; nobody who may be watched needs to be rid of both. ATT&CK T1562.008 with T1562.001.
 * https://attack.mitre.org/techniques/T1562/001/
 */
export const watchersSilenced: PatternRule = {
  kind: 'pattern',
  id: 'several-watchers-silenced',
  title: 'CloudTrail and another watcher silenced together',
  technique: 'T1562.001',
  tactic: 'defense-evasion',
  find: (trail) => {
    const byActor = new Map<string, Act[]>()
    for (const act of watchers.flatMap((rule) => gravestOf(rule, trail))) {
      entryOf(byActor, act.actor.key, (): Act[] => []).push(act)
    }
    return [...byActor].sort(([a], [b]) => compareTexts(a, b)).flatMap(([key, acts]) => sightingOf(key, acts))
  },
}

function gravestOf(rule: ActRule, trail: TrailView): Act[] {
  return Object.entries(rule.calls)
    .flatMap(([service, names]) => trail.actsNamed(service, names))
    .filter((act) => act.outcome === 'ok' && isGrave(rule, act, trail))
}

function isGrave(rule: ActRule, act: Act, trail: TrailView): boolean {
  const judgement = rule.judge(act, trail)
  return judgement !== null && isAtLeast(judgement.severity, 'high')
}

function sightingOf(actorKey: string, acts: readonly Act[]): Sighting[] {
  const trails = acts.filter(({ service }) => service === 'cloudtrail')
  const near = nearTo(
    trails,
    acts.filter(({ service }) => service !== 'cloudtrail'),
  )
  if (near.length === 0) return []
  const all = [...trails, ...near]
  return [
    {
      actorKeys: [actorKey],
      severity: 'critical',
      status: 'succeeded',
      what: named(all.map(({ service, name }) => `${service} ${name}`)),
      why: ['whoever silences the trail and another watcher wants to be seen by neither'],
      marks: all.map(({ mark }) => mark),
    },
  ]
}

/** There may be thousands of both: each is looked at once, in the order of time. */
function nearTo(trails: readonly Act[], others: readonly Act[]): Act[] {
  const timesMs = trails.map(({ mark }) => mark.atMs).sort((a, b) => a - b)
  let next = 0
  return others
    .toSorted((a, b) => a.mark.atMs - b.mark.atMs)
    .filter(({ mark }) => {
      while ((timesMs[next] ?? Infinity) < mark.atMs - atOnceMs) next += 1
      return (timesMs[next] ?? Infinity) <= mark.atMs + atOnceMs
    })
}
