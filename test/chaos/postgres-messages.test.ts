import fc from 'fast-check'
import {
  hasCommitted,
  hasRecordedStep,
  mayCommit,
  messageCutter,
  startupSettings,
  type WireMessage,
} from './postgres-messages.js'

const message = (type: string, text: string): WireMessage => ({ type, body: Buffer.from(text) })
const query = (text: string) => [message('Q', `${text}\0`)]
const prepared = (text: string) => [message('P', `\0${text}\0`), message('B', ''), message('E', ''), message('S', '')]
const tag = (text: string) => message('C', `${text}\0`)

/** A row of one column; null for SQL's. */
function row(column: string | null): WireMessage {
  const head = Buffer.alloc(6)
  head.writeInt16BE(1, 0)
  head.writeInt32BE(column === null ? -1 : Buffer.byteLength(column), 2)
  return { type: 'D', body: Buffer.concat([head, Buffer.from(column ?? '')]) }
}

function encode({ type, body }: WireMessage): Buffer {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

describe('a statement of the record', () => {
  it.each([
    'insert into "effect" values (1)',
    ' UPDATE "effect" set "lease_until" = $1',
    'SELECT record_step($1::jsonb) AS result',
    '\n  SELECT claim_effect($1, $2, $3, $4) AS claimed',
    'create table if not exists "kysely_migration" ()',
  ])('may commit where it writes: %s', (text) => {
    expect(mayCommit(prepared(text), false)).toBe(true)
    expect(mayCommit(query(text), false)).toBe(true)
  })

  it.each(['select * from "incident"', 'begin', 'commit', 'SELECT id, attempt FROM effect'])(
    'commits nothing by itself where it only reads or turns: %s',
    (text) => expect(mayCommit(prepared(text), false)).toBe(false),
  )

  it('commits nothing inside a transaction, until that commits', () => {
    expect(mayCommit(prepared('insert into "effect" values (1)'), true)).toBe(false)
    expect(mayCommit(query('commit'), true)).toBe(true)
  })
})

describe('a reply', () => {
  it.each([
    ['rows were changed', [tag('UPDATE 1')]],
    ['a row was inserted', [tag('INSERT 0 1')]],
    ['a transaction was committed', [tag('COMMIT')]],
    ['a step was recorded', [row('{"status": "recorded", "claimed": null}'), tag('SELECT 1')]],
    ['an effect was claimed', [row('{"id": "eff_1", "attempt": 1}'), tag('SELECT 1')]],
  ])('shows a commit where %s', (_, reply) => expect(hasCommitted(reply)).toBe(true))

  it.each([
    ['no row was changed', [tag('UPDATE 0')]],
    ['the transaction was rolled back', [tag('ROLLBACK')]],
    ['the step was refused', [row('{"status": "conflict"}'), tag('SELECT 1')]],
    ['the effect was not to be had', [row(null), tag('SELECT 1')]],
    ['there was an error after a change', [tag('UPDATE 1'), message('E', 'S')]],
  ])('shows none where %s', (_, reply) => expect(hasCommitted(reply)).toBe(false))

  it('shows a recorded step, and takes a claim for none', () => {
    expect(hasRecordedStep([row('{"status": "recorded", "claimed": null}')])).toBe(true)
    expect(hasRecordedStep([row('{"id": "eff_1"}')])).toBe(false)
  })
})

describe('a stream', () => {
  it('gives the same messages however it is cut into chunks', () => {
    const messages = fc.array(fc.record({ type: fc.constantFrom('Q', 'D', 'Z'), text: fc.string() }), { maxLength: 6 })
    fc.assert(
      fc.property(messages, fc.array(fc.nat(200)), (drawn, cuts) => {
        const sent = drawn.map(({ type, text }) => message(type, text))
        const stream = Buffer.concat(sent.map(encode))
        const edges = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length]
        const cutter = messageCutter()
        const got = edges.slice(1).flatMap((end, index) => cutter(stream.subarray(edges[index], end)))
        expect(got.map((one) => one.message)).toEqual(sent)
        expect(Buffer.concat(got.map((one) => one.bytes))).toEqual(stream)
      }),
    )
  })

  it('begins with the settings of its client', () => {
    const body = Buffer.from('user\0tourniquet\0application_name\0tourniquet\0database\0x\0\0')
    expect(startupSettings(body)).toEqual({ user: 'tourniquet', application_name: 'tourniquet', database: 'x' })
  })
})
