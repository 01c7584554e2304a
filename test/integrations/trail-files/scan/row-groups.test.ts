import fc from 'fast-check'
import { RowGroups } from '../../../../integrations/trail-files/scan/row-groups.js'

const someRow = fc.record({
  window: fc.integer({ min: -1, max: 1 }),
  a: fc.nat(3),
  b: fc.constantFrom(0, 1, 0xffff_ffff),
})

describe('rows in groups', () => {
  it('are those of one window that agree in all columns, as they came, and each row of a window is in one group', () => {
    fc.assert(
      fc.property(fc.array(someRow, { maxLength: 200 }), (rows) => {
        const windows = Int8Array.from(rows, ({ window }) => window)
        const columns = [Uint32Array.from(rows, ({ a }) => a), Uint32Array.from(rows, ({ b }) => b)]
        const groups = new RowGroups(windows, columns)
        const found = Array.from({ length: groups.count }, (_, group) => [...groups.rowsOf(group)])
        const plain = new Map<string, number[]>()
        for (const [row, said] of rows.entries()) {
          const name = JSON.stringify(said)
          if (said.window !== -1) plain.set(name, [...(plain.get(name) ?? []), row])
        }
        expect(found).toEqual([...plain.values()])
        expect(found.map((_, group) => groups.windowOf(group))).toEqual(
          [...plain.values()].map(([row = 0]) => rows[row]?.window),
        )
      }),
    )
  })
})
