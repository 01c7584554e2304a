import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from '../../src/domain/canonical-json.js'
import type { TrailRecord } from '../../src/domain/trail-record.js'
import { FactsGatherer } from '../../src/evidence/facts/facts-gatherer.js'
import type { TrailFacts } from '../../src/evidence/facts/trail-facts.js'
import { normaliseRecord } from '../../src/evidence/record/normalise-record.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const corpus = process.env.TOURNIQUET_CORPUS ?? join(root, '../shared/corpus')

/** Nobody else wrote these logs for our tests: they are read where they lie, and where they are absent the test says so. */
export const hasCorpus = existsSync(corpus)

/** The records of a file or of all files of a folder, as they stand. */
export function corpusRecords(name: string): TrailRecord[] {
  const path = join(corpus, name)
  const files = name.endsWith('.json') ? [path] : readdirSync(path).map((file) => join(path, file))
  return files
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => recordsIn(JSON.parse(readFileSync(file, 'utf8'))))
}

export function corpusFiles(folder: string): string[] {
  return readdirSync(join(corpus, folder)).filter((file) => file.endsWith('.json'))
}

/** The records of a file with one a line, each under `log`, whatever shape they have. */
export function corpusLines(name: string): TrailRecord[] {
  const lines = readFileSync(join(corpus, name), 'utf8').split('\n')
  return lines.flatMap((line) => {
    const record = line === '' ? undefined : field(JSON.parse(line), 'log')
    return isObject(record) ? [record] : []
  })
}

function recordsIn(json: Json): TrailRecord[] {
  const records = Array.isArray(json) ? json : field(json, 'Records')
  return Array.isArray(records) ? records.flatMap((record) => (isObject(record) ? [record] : [])) : []
}

/** What stands at `a.b.c` in JSON; undefined where nothing does. For plain readings in tests. */
export function field(json: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, name) => (isObject(value) ? value[name] : undefined), json)
}

export function text(json: Json | undefined, path: string): string | null {
  const value = field(json, path)
  return typeof value === 'string' && value !== '' ? value : null
}

function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Facts of all records, whenever they were; a record that is refused fails the test. */
export function factsOfRecords(records: readonly TrailRecord[]): TrailFacts {
  const gatherer = new FactsGatherer({ scope: { fromMs: -Infinity, toMs: Infinity }, baselineFromMs: -Infinity })
  for (const record of records) {
    const normalised = normaliseRecord(record)
    if (!normalised.ok) throw new Error(`${text(record, 'eventID')}: ${normalised.reason}`)
    gatherer.add(normalised.event)
  }
  return gatherer.facts()
}
