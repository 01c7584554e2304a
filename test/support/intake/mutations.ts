import fc from 'fast-check'
import type { Json } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'

type Path = readonly string[]

/** Changes one place of a payload; a place that an earlier change took away is left as it is. */
type Change = (payload: Json) => Json

/**
 * Payloads that were valid before something happened to them: to their structure (places replaced, taken away, renamed,
 * wrapped or doubled), or to their bytes afterwards (flipped, cut out, doubled, put in, cut off).
 */
export function damagedPayloads(valid: Json, canaryUrl: string): fc.Arbitrary<Buffer> {
  const path = fc.constantFrom(...pathsOf(valid))
  const change: fc.Arbitrary<Change> = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(path, strange(canaryUrl)).map(([at, to]) => replace(at, () => [[null, to]])) },
    { weight: 1, arbitrary: path.map((at) => replace(at, () => [])) },
    { weight: 1, arbitrary: path.map((at) => replace(at, (value, key) => [[pascalCase(key), value]])) },
    { weight: 1, arbitrary: path.map((at) => replace(at, (value) => [[null, [value]]])) },
    { weight: 1, arbitrary: path.map((at) => replace(at, (value) => [[null, { a: value }]])) },
    { weight: 1, arbitrary: path.map((at) => replace(at, (value, key) => [...twoCases(key, value)])) },
  )
  const structure = fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => Buffer.from(JSON.stringify(changes.reduce((payload, next) => next(payload), valid))))
  const whole = fc.constant(Buffer.from(JSON.stringify(valid)))
  return fc.oneof(
    { weight: 3, arbitrary: structure },
    { weight: 2, arbitrary: fc.oneof(whole, structure).chain(withDamagedBytes) },
  )
}

function strange(canaryUrl: string): fc.Arbitrary<Json> {
  const known: readonly Json[] = [
    null,
    '',
    0,
    -1,
    1e308,
    [],
    {},
    true,
    'a\u0000b',
    '\ud800',
    '2026-13-45T99:99:99Z',
    '../../x',
    '%00',
    '*',
    '444455556666',
    canaryUrl,
    'http://169.254.169.254/latest/meta-data/',
  ]
  return fc.oneof(
    fc.constantFrom(...known),
    // Any UTF-16 unit, halves of pairs included. (fast-check's own unit 'binary' takes seconds to be set up.)
    fc.array(fc.nat({ max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
    fc.jsonValue({ maxDepth: 3 }).map((value) => jsonSchema.parse(value)),
  )
}

function withDamagedBytes(bytes: Buffer): fc.Arbitrary<Buffer> {
  const at = fc.nat({ max: bytes.length - 1 })
  const length = fc.integer({ min: 1, max: 40 })
  const some = fc.uint8Array({ minLength: 1, maxLength: 8 })
  const replaceBytes = (start: number, end: number, by: Uint8Array) =>
    Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(end)])
  return fc.oneof(
    fc.tuple(at, fc.integer({ min: 1, max: 255 })).map(([n, bits]) => flipped(bytes, n, bits)),
    fc.tuple(at, length).map(([n, size]) => replaceBytes(n, n + size, new Uint8Array())),
    fc.tuple(at, length).map(([n, size]) => replaceBytes(n, n, bytes.subarray(n, n + size))),
    fc.tuple(at, some).map(([n, by]) => replaceBytes(n, n, by)),
    at.map((n) => bytes.subarray(0, n)),
  )
}

function flipped(bytes: Buffer, at: number, bits: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ bits
  return copy
}

function pathsOf(value: Json, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...at, key]))]
}

/** Puts other entries where one stands; a key of null keeps the name. */
function replace(path: Path, by: (value: Json, key: string) => readonly (readonly [string | null, Json])[]): Change {
  const [key, ...rest] = path
  return (payload) => {
    if (key === undefined) return by(payload, '')[0]?.[1] ?? null
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload
    return Object.fromEntries(
      Object.entries(payload).flatMap(([name, child]): (readonly [string, Json])[] => {
        if (name !== key) return [[name, child]]
        if (rest.length > 0) return [[name, replace(rest, by)(child)]]
        return by(child, name).map(([renamed, value]) => [renamed ?? name, value] as const)
      }),
    )
  }
}

function twoCases(key: string, value: Json): readonly (readonly [string, Json])[] {
  return [
    [key, value],
    [pascalCase(key), 'another'],
  ]
}

function pascalCase(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1)
}
