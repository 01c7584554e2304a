import type { CallCounts } from '../facts/place-rows.js'
import { compareTexts } from '../facts/texts.js'
import type { ActorFacts, CallTally } from '../facts/trail-facts.js'
import { recordsOf } from '../record/callers-of.js'
import type { Answer, Sighting } from './answer.js'
import type { IndicatorSeverity } from './indicator.js'
import type { IndicatorInput } from './indicator-input.js'
import { loweredOnce, rankOf } from './indicator-severity.js'
import { SightedIds } from './sighted-ids.js'
import { tacticNames } from './tactic-names.js'
import { techniques } from './ttps/techniques.js'
import type { Ttp } from './ttps/ttp.js'
import { apiNameOf, ttpOf } from './ttps/ttp-of.js'

/** A role behind thousands of addresses would otherwise fill the answer. The gravest are kept, and the rest is counted. */
const mostSightings = 500

/**
 * Calls that serve a technique of ATT&CK, one sighting for each API and address that the actor called it from. Successes and
 * failures are of all records of the scope, not of those that are named. A call that only failed is an attempt: one step less.
 */
export function ttpsObserved({ facts, actor }: IndicatorInput): Answer<'TTP_OBSERVED'> {
  const scope = facts.scope.actors.get(actor.key)
  const found = scope === undefined ? [] : foundIn(scope).sort(gravestFirst)
  const whole = recordsOf(facts.scope.notable, actor.key)
  const left = found.length - mostSightings
  return {
    sightings: scope === undefined ? [] : sightingsOf(found.slice(0, mostSightings), new SightedIds(scope, whole)),
    otherwise: { status: 'notObserved', reason: 'none of its calls is among those that are known to serve an attack' },
    gaps: [
      'parameters are not looked at: a call that anybody may make counts like one that nobody should',
      ...(left > 0 ? [`${left} more pairs of API and address, none of them graver, are not listed`] : []),
    ],
  }
}

function foundIn(scope: ActorFacts): Found[] {
  const merged = new Map<string, { ttp: Ttp; calls: CallTally[] }>()
  for (const call of scope.byCall.values()) {
    const apiName = apiNameOf(call)
    const ttp = ttpOf(apiName)
    if (ttp === null) continue
    const known = merged.get(apiName)
    // Two versions of one API are one API.
    if (known === undefined) merged.set(apiName, { ttp, calls: [call] })
    else known.calls.push(call)
  }
  return [...merged].flatMap(([apiName, { ttp, calls }]) =>
    [...rowsOf(calls)].map(([ip, row]) => ({ apiName, ttp, calls, ip, row, severity: severityOf(ttp, row) })),
  )
}

/** By address; the empty text stands for records without one. */
function rowsOf(calls: readonly CallTally[]): Map<string, CallCounts> {
  const rows = new Map<string, CallCounts>()
  const add = (ip: string, counts: CallCounts) => {
    const row = rows.get(ip)
    rows.set(ip, row === undefined ? counts : { ok: row.ok + counts.ok, failed: row.failed + counts.failed })
  }
  for (const call of calls) {
    let { ok, failed } = call
    call.byIp.eachCount((ip, row) => {
      add(ip, row)
      ok -= row.ok
      failed -= row.failed
    })
    if (ok > 0 || failed > 0) add('', { ok, failed })
  }
  return rows
}

interface Found {
  readonly apiName: string
  readonly ttp: Ttp
  readonly calls: readonly CallTally[]
  readonly ip: string
  readonly row: CallCounts
  readonly severity: IndicatorSeverity
}

function sightingsOf(all: readonly Found[], ids: SightedIds): Sighting<'TTP_OBSERVED'>[] {
  return all.map((found) => sightingOf(found, ids))
}

function sightingOf(found: Found, ids: SightedIds): Sighting<'TTP_OBSERVED'> {
  const { apiName, ttp, calls, ip, row, severity } = found
  const { tactic, technique, procedure } = ttp
  const { eventIds, areOfAddress } = ids.of(calls, ip)
  const where = areOfAddress ? '' : '; the events named are of this call from any address'
  return {
    severity,
    technique,
    tactic,
    reason: `${procedure}: ${apiName}, ${row.ok} succeeded and ${row.failed} failed${where}`,
    detail: {
      tactic: tacticNames[tactic],
      technique: techniques[technique],
      procedure,
      ipAddress: ip === '' ? null : ip,
      apiName,
      apiSuccessCount: row.ok,
      apiFailureCount: row.failed,
    },
    eventIds,
  }
}

function severityOf(ttp: Ttp, row: CallCounts): IndicatorSeverity {
  return row.ok === 0 ? loweredOnce(ttp.severity) : ttp.severity
}

function gravestFirst(a: Found, b: Found): number {
  return (
    rankOf(b.severity) - rankOf(a.severity) ||
    b.row.ok - a.row.ok ||
    b.row.failed - a.row.failed ||
    compareTexts(a.apiName, b.apiName) ||
    compareTexts(a.ip, b.ip)
  )
}
