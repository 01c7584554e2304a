import { entryOf } from '../../facts/tallies.js'
import type { Act } from '../act.js'
import { textsUnder } from '../request-values.js'
import type { TrailView } from '../trail-view.js'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** So often, one minute after another: what a program keeps up to date. Only the first of many reads are kept. */
const leastMinutes = 5
/** So many different hours, from one day to the next: what a program reads when it starts. */
const leastHours = 3
const leastSpanHours = 20

/**
 * Of the names that one call reads, those that the same actor does not read again and again from the same address or with the same tool: a
 * program reads its own over and over, and whoever has its credentials reads them once, and elsewhere.
 */
export function readOnce(act: Act, names: readonly string[], trail: TrailView): string[] {
  const read = readingsIn(trail, act.service)
  return names.filter((name) => !readingsOf(act, name).some((reading) => isOften(read.get(reading))))
}

function isOften(reading: Reading | undefined): boolean {
  if (reading === undefined) return false
  const { minutes, hours, first, last } = reading
  return minutes.size >= leastMinutes || (hours.size >= leastHours && last - first >= leastSpanHours)
}

/** Since the epoch. `first` and `last` are hours. */
interface Reading {
  readonly minutes: Set<number>
  readonly hours: Set<number>
  first: number
  last: number
}

const calls = {
  secretsmanager: 'GetSecretValue BatchGetSecretValue',
  ssm: 'GetParameter GetParameters GetParametersByPath GetParameterHistory',
} as const

const parameters = ['secretId', 'secretIdList', 'name', 'names', 'path'] as const

/** Asked for once a read, so it is kept. */
const known = new WeakMap<TrailView, Map<string, Map<string, Reading>>>()

function readingsIn(trail: TrailView, service: string): Map<string, Reading> {
  const byService = known.get(trail) ?? new Map<string, Map<string, Reading>>()
  known.set(trail, byService)
  return entryOf(byService, service, () => gathered(trail, service))
}

function gathered(trail: TrailView, service: string): Map<string, Reading> {
  const readings = new Map<string, Reading>()
  const names = service === 'ssm' ? calls.ssm : calls.secretsmanager
  for (const act of trail.actsNamed(service, names)) {
    for (const name of new Set(textsUnder(act.request, ...parameters))) {
      for (const reading of readingsOf(act, name)) {
        add(entryOf(readings, reading, noReading), act.mark.atMs)
      }
    }
  }
  return readings
}

function noReading(): Reading {
  return { minutes: new Set(), hours: new Set(), first: Infinity, last: -Infinity }
}

function add(reading: Reading, atMs: number): void {
  const hour = Math.floor(atMs / hourMs)
  reading.minutes.add(Math.floor(atMs / minuteMs))
  reading.hours.add(hour)
  reading.first = Math.min(reading.first, hour)
  reading.last = Math.max(reading.last, hour)
}

/** Functions have another address each time, and people have many tools at one. */
function readingsOf({ actor, event }: Act, name: string): string[] {
  return [
    JSON.stringify(['from', actor.key, event.sourceIp ?? '', name]),
    JSON.stringify(['with', actor.key, event.userAgent ?? '', name]),
  ]
}
