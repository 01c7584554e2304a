import fc from 'fast-check'
import { type ChainHead, checkChain, genesisHash, linkRecord } from '../../../src/audit/chain.js'
import type { AuditBody, AuditRecord } from '../../../src/audit/record.js'

const settings = { seed: 11, numRuns: 150 }

function aBody(incidentId: string, seq: number, changes: Partial<AuditBody> = {}): AuditBody {
  return {
    incidentId,
    seq,
    at: '2026-03-01T10:00:00.000Z',
    actor: { kind: 'person', name: 'ana' },
    what: 'APPROVED',
    detail: { reason: 'It is an attack.' },
    from: 'awaitingApproval',
    to: 'blocking',
    ignored: false,
    orders: [{ id: 'eff_1', kind: 'putBlock' }],
    ...changes,
  }
}

function chainOf(incidentId: string, details: readonly string[]): AuditRecord[] {
  let prevHash = genesisHash(incidentId)
  return details.map((reason, index) => {
    const record = linkRecord(prevHash, aBody(incidentId, index + 1, { detail: { reason } }))
    prevHash = record.hash
    return record
  })
}

function headOf(incidentId: string, records: readonly AuditRecord[]): ChainHead {
  return { incidentId, seq: records.length, hash: records.at(-1)?.hash ?? genesisHash(incidentId) }
}

/** A chain of two to twelve records, its head, and one of its places. */
const aChain = fc
  .tuple(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 12 }), fc.nat())
  .map(([details, pick]) => {
    const records = chainOf('inc_1', details)
    return { records, head: headOf('inc_1', records), place: pick % records.length }
  })

/** Every trial must be found, at the place or before it. */
function expectFound(change: (chain: { records: AuditRecord[]; place: number }) => AuditRecord[] | null) {
  let trials = 0
  fc.assert(
    fc.property(aChain, ({ records, head, place }) => {
      const changed = change({ records: [...records], place })
      if (changed === null) return
      trials += 1
      const check = checkChain(head, changed)
      expect(check.ok).toBe(false)
    }),
    settings,
  )
  expect(trials).toBeGreaterThanOrEqual(100)
}

const at = (records: readonly AuditRecord[], place: number): AuditRecord => {
  const record = records[place]
  if (record === undefined) throw new Error(`No record at ${place}.`)
  return record
}

describe('checkChain', () => {
  it('passes what was written', () => {
    fc.assert(
      fc.property(aChain, ({ records, head }) => {
        expect(checkChain(head, records)).toEqual({ ok: true, records: records.length })
      }),
      settings,
    )
  })

  it('passes a record whose keys come back in another order, as from jsonb', () => {
    const records = chainOf('inc_1', ['one', 'two'])
    const reordered = records.map((record) => ({
      ...record,
      body: { ...Object.fromEntries(Object.entries(record.body).reverse()), ...record.body },
    }))

    expect(checkChain(headOf('inc_1', records), reordered).ok).toBe(true)
  })

  it.each<[string, Partial<AuditBody>]>([
    ['what', { what: 'DENIED' }],
    ['at', { at: '2026-03-01T10:00:01.000Z' }],
    ['actor', { actor: { kind: 'person', name: 'ben' } }],
    ['detail', { detail: { reason: 'It is a test.' } }],
    ['from', { from: null }],
    ['to', { to: 'denied' }],
    ['ignored', { ignored: true }],
    ['orders', { orders: [] }],
  ])('finds an edit of %s, at its place', (_, edit) => {
    fc.assert(
      fc.property(aChain, ({ records, head, place }) => {
        const changed = records.map((record, index) =>
          index === place ? { ...record, body: { ...record.body, ...edit } } : record,
        )
        expect(checkChain(head, changed)).toMatchObject({
          ok: false,
          brokenAtSeq: place + 1,
          reason: 'was changed after it was written',
        })
      }),
      settings,
    )
  })

  it('finds an edit whose own hash was made anew', () => {
    expectFound(({ records, place }) => {
      const old = at(records, place)
      const anew = linkRecord(old.prevHash, { ...old.body, what: 'DENIED' })
      return records.with(place, anew)
    })
  })

  it('finds a record that was taken out of the middle', () => {
    expectFound(({ records, place }) => records.toSpliced(place, 1))
  })

  it('finds a tail that was cut off, down to nothing', () => {
    expectFound(({ records, place }) => records.slice(0, place))
  })

  it('says where a cut chain ends, and where it should', () => {
    const records = chainOf('inc_1', ['one', 'two', 'three'])

    expect(checkChain(headOf('inc_1', records), records.slice(0, 2))).toEqual({
      ok: false,
      records: 2,
      brokenAtSeq: 3,
      reason: 'the incident says its record ends at 3, but the chain ends at 2',
    })
  })

  it('finds a record that was put in, linked to its predecessor or not', () => {
    expectFound(({ records, place }) => {
      const before = place === 0 ? genesisHash('inc_1') : at(records, place - 1).hash
      const forged = linkRecord(before, aBody('inc_1', place + 1, { what: 'FORGED' }))
      return records.toSpliced(place, 0, forged)
    })
    expectFound(({ records, place }) => records.toSpliced(place, 0, { ...at(records, place), prevHash: 'sha256:0' }))
  })

  it('finds a record that was added at the end', () => {
    expectFound(({ records }) => {
      const last = at(records, records.length - 1)
      return [...records, linkRecord(last.hash, aBody('inc_1', records.length + 1))]
    })
  })

  it('finds two records that changed places', () => {
    expectFound(({ records, place }) => {
      const other = (place + 1) % records.length
      return records.with(place, at(records, other)).with(other, at(records, place))
    })
  })

  it('finds a record that is there twice', () => {
    expectFound(({ records, place }) => records.toSpliced(place, 0, at(records, place)))
  })

  it('finds a record of another incident, also where it is numbered to fit', () => {
    expectFound(({ records, place }) => {
      const others = chainOf(
        'inc_2',
        records.map(({ body }) => String(body.seq)),
      )
      return records.with(place, at(others, place))
    })
  })

  it('finds a whole chain that was moved to another incident', () => {
    expectFound(({ records }) => {
      const details = records.map(({ body }) => String(body.seq))
      return chainOf('inc_2', details).map(({ body, ...links }) => ({
        ...links,
        body: { ...body, incidentId: 'inc_1' },
      }))
    })
  })

  it('finds that the end of the chain is not the one the incident remembers', () => {
    fc.assert(
      fc.property(aChain, ({ records, head }) => {
        const anew = chainOf(
          'inc_1',
          records.map(({ body }) => `${body.seq} anew`),
        )
        expect(checkChain(head, anew)).toMatchObject({ ok: false, brokenAtSeq: records.length + 1 })
      }),
      settings,
    )
  })

  it('finds nothing where chain and head were made anew together: that takes an anchor outside the database', () => {
    fc.assert(
      fc.property(aChain, ({ records }) => {
        const anew = chainOf(
          'inc_1',
          records.map(() => 'nothing happened'),
        )
        expect(checkChain(headOf('inc_1', anew), anew).ok).toBe(true)
      }),
      settings,
    )
  })
})
