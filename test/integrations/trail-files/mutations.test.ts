import { gzipSync } from 'node:zlib'
import { normaliseRecord } from '../../../src/evidence/record/normalise-record.js'
import { aRecord } from '../../src/evidence/record/normalised.js'
import { howMany } from '../../support/long-run.js'
import { readPaths, useFolder } from './reading.js'

const { write } = await useFolder()

/** Mulberry32: the same mutations in every run, so that a failure can be played again by its number. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const ids = Array.from({ length: 8 }, (_, index) => `record-${index}`)
const records = ids.map((eventID) =>
  aRecord({
    eventID,
    requestParameters: {
      roleArn: 'arn:aws:iam::444455556666:role/Deploy',
      tags: [{ key: 'k', value: 'a "quoted" {text}\n' }],
    },
    responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE0000000042' } },
  }),
)
const texts = records.map((record) => JSON.stringify(record))
const layouts: readonly (readonly [name: string, content: string])[] = [
  ['an S3 file', `{"Records":[${texts.join(',')}]}`],
  ['a list over lines', JSON.stringify(records, null, 2)],
  ['lines', texts.join('\n')],
  ['EventBridge', records.map((detail) => JSON.stringify({ version: '0', detail, resources: [] })).join('\n')],
  [
    'LookupEvents',
    JSON.stringify({ Events: texts.map((text) => ({ EventId: 'x', CloudTrailEvent: text })), NextToken: 't' }),
  ],
  ['Logs', JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: texts.map((message) => ({ id: '1', message })) })],
]

type Mutation = (content: Buffer, random: (below: number) => number) => Buffer
const around = (content: Buffer, from: number, to: number, middle: Buffer | string) =>
  Buffer.concat([content.subarray(0, from), Buffer.from(middle), content.subarray(to)])

const structure = '{}[]",:\\\n\u0000'
const replaceByte: Mutation = (content, random) => {
  const at = random(content.length)
  const byte = random(2) === 0 ? structure[random(structure.length)] : String.fromCharCode(random(256))
  return around(content, at, at + 1, byte ?? '')
}
const insert: Mutation = (content, random) => {
  const at = random(content.length)
  return around(content, at, at, structure[random(structure.length)] ?? '')
}
const remove: Mutation = (content, random) => {
  const at = random(content.length)
  return around(content, at, at + 1 + random(random(2) === 0 ? 3 : 600), '')
}
const repeat: Mutation = (content, random) => {
  const at = random(content.length)
  const to = at + random(600)
  return around(content, to, to, content.subarray(at, to))
}
const cut: Mutation = (content, random) => content.subarray(0, random(content.length))
const noise: Mutation = (content, random) => {
  const at = random(content.length)
  return around(content, at, at + 20, Buffer.from(Array.from({ length: 20 }, () => random(256))))
}
const zippedAndHit: Mutation = (content, random) => replaceByte(gzipSync(content), random)
const zippedAndCut: Mutation = (content, random) => cut(gzipSync(content), random)
const mutations = { replaceByte, insert, remove, repeat, cut, noise, zippedAndHit, zippedAndCut }
type Name = keyof typeof mutations
const names = [
  'replaceByte',
  'insert',
  'remove',
  'repeat',
  'cut',
  'noise',
  'zippedAndHit',
  'zippedAndCut',
] as const satisfies readonly Name[]

async function play(number: number) {
  const random = seeded(number)
  const [layout, content] = layouts[random(layouts.length)] ?? ['', '']
  const name = names[random(names.length)] ?? 'cut'
  const path = await write('mutated.json', mutations[name](Buffer.from(content), random))
  const { records: read, source } = await readPaths([path])
  const results = read.map((record) => normaliseRecord(record))
  const events = results.flatMap((result) => (result.ok ? [result.event] : []))
  const passedOver = (source.skipped ?? 0) + results.length - events.length
  const isSaid = passedOver > 0 || source.status === 'truncated' || source.status === 'failed'
  return { what: `${number}: ${name} of ${layout}`, name, layout, events, isSaid, source }
}

const total = howMany({ short: 400, long: 10_000 })

describe(`${total} mutated files`, () => {
  it('none is thrown on, and what a hit byte costs is little and is said', async () => {
    const silent: string[] = []
    const costly: string[] = []
    for (let number = 0; number < total; number++) {
      const { what, name, layout, events, isSaid, source } = await play(number)
      expect(source.events).toBeGreaterThanOrEqual(events.length)
      const whole = new Set(events.map(({ eventId }) => eventId))
      const lost = ids.filter((id) => !whole.has(id)).length
      // A mutation inside of an id is no loss: the record is there under another one.
      const isShort = events.length < ids.length
      if ((name === 'replaceByte' || name === 'insert') && isShort && !isSaid) silent.push(what)
      const isTakenApart = layout === 'an S3 file' || layout === 'lines' || layout === 'EventBridge'
      if ((name === 'replaceByte' || name === 'insert') && isTakenApart && lost > 2)
        costly.push(`${what}: ${lost} lost`)
    }
    expect({ silent, costly }).toEqual({ silent: [], costly: [] })
  }, 600_000)
})
