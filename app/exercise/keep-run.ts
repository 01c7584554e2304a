import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from '../../exercises/run-record.js'

/** A number that is taken, by a record or by a report that outlived its record. */
const KEPT = /^(\d{1,6})(?:\.json|-report\.(?:md|html|json))$/

/** Where the runs of an exercise are kept, in the order in which they were played. */
export function runsFolder(out: string, exercise: string): string {
  return join(out, 'runs', exercise)
}

/** The path of a run's report, without its ending. */
export function reportPath(folder: string, run: number): string {
  return join(folder, `${run}-report`)
}

export interface KeptRun {
  readonly path: string
  readonly run: number
}

/** Keeps the record of a run as `<out>/runs/<exercise>/<n>.json`, never over another one, and answers with its path and number. */
export function keepRun(out: string, record: RunRecord): KeptRun {
  const folder = runsFolder(out, record.exercise)
  mkdirSync(folder, { recursive: true })
  const numbers = readdirSync(folder).flatMap((name) => KEPT.exec(name)?.[1] ?? [])
  const run = Math.max(0, ...numbers.map(Number)) + 1
  const path = join(folder, `${run}.json`)
  writeFileSync(path, `${JSON.stringify(record, null, 2)}\n`, { flag: 'wx' })
  return { path, run }
}
