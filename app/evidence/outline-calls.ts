import type { Investigation } from '../../src/evidence/investigation.js'
import { callsIn } from '../../src/evidence/timeline/counts-of.js'
import { type Block, table } from './outline.js'

const shownRows = 5

/** Calls by interval, and by address, method and resource, the busiest first. */
export function outlineCalls({ apiCallVolume, calls }: Investigation): Block[] {
  return [
    { kind: 'volume', intervals: apiCallVolume },
    ...by('by address', calls.byIp),
    ...by('by method', calls.byMethod),
    ...by('by resource, of records kept whole', calls.byResource),
  ]
}

function by(dimension: string, rows: Investigation['calls']['byIp']): Block[] {
  if (rows.length === 0) return []
  const shown = rows.map((row) => ({
    cells: [row.name.replace('.amazonaws.com ', ' '), String(row.ok), String(row.failed)],
    tone: 'plain' as const,
    eventIds: row.eventIds,
    records: callsIn(row),
  }))
  return table([dimension, 'ok', 'failed'], shown, { limit: shownRows, none: '' })
}
