import fc from 'fast-check'
import type { StoredLink } from '../../../src/audit/stored-link.js'
import { exportLines, isWanted } from '../../../src/report/export-lines.js'

const chain = { kind: 'incident', id: 'inc_1' } as const

function aRecord(body: StoredLink['body']): StoredLink {
  return { seq: 1, prevHash: 'sha256:a', hash: 'sha256:b', body: { at: '2026-03-01T10:00:00.000Z', ...body } }
}

const csvCells = (what: string) => {
  const line = exportLines('csv').line('realm', chain, aRecord({ what }))
  return [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => cell)
}

describe('a CSV cell', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '|cmd', '%x', '\uff1d1+1', ' =1+1', '\t=1', '\r\n@x', '\u00a0=1'])(
    'that a spreadsheet would calculate is text: %j',
    (what) => {
      expect(csvCells(what)[6]).toMatch(/^'/)
    },
  )

  it('whatever it holds stays one cell on one line, and nothing in it is a control or unseen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (what) => {
        const line = exportLines('csv').line('realm', chain, aRecord({ what }))
        expect(csvCells(what)).toHaveLength(14)
        expect(line.slice(0, -2)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        expect(line.endsWith('\r\n')).toBe(true)
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  it('that is missing in a spoilt record is empty', () => {
    const line = exportLines('csv').line('realm', chain, { seq: 4, prevHash: 'p', hash: 'h', body: {} })
    expect(line).toBe('"realm","inc_1","4","","","","","","","","","","p","h"\r\n')
  })
})

describe('a JSON line', () => {
  it('says what the record says, without a character that a terminal obeys or nobody sees', () => {
    const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed())
    fc.assert(
      fc.property(text, (what) => {
        const line = exportLines('jsonl').line('realm', chain, aRecord({ what }))
        expect(JSON.parse(line)).toMatchObject({ realm: 'realm', chain: 'inc_1', body: { what }, hash: 'sha256:b' })
        expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
      { seed: 6, numRuns: 300 },
    )
  })
})

describe('a time filter', () => {
  const filter = { incidentId: null, since: '2026-03-01T10:00:00.000Z', until: '2026-03-01T11:00:00.000Z' }

  it.each([
    ['2026-03-01T09:59:59.999Z', false],
    ['2026-03-01T10:00:00Z', true],
    ['2026-03-01T10:59:59.999Z', true],
    ['2026-03-01T11:00:00.000Z', false],
    ['not a date', true],
    [7, true],
  ])('of a record dated %s: %s', (at, wanted) => {
    expect(isWanted(filter, aRecord({ at }))).toBe(wanted)
  })
})
