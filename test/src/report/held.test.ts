import { genesisHash, linkRecord } from '../../../src/audit/chain.js'
import type { AuditBody } from '../../../src/audit/record.js'
import { describeRecord } from '../../../src/report/describe-record.js'
import { readRecord } from '../../../src/report/read-record.js'

const whatOf = (detail: Record<string, string>) => {
  const body: AuditBody = {
    incidentId: 'inc_1',
    seq: 1,
    at: '2026-03-01T10:00:00Z',
    actor: { kind: 'engine', name: 'brakes' },
    what: 'WRITE_HELD',
    detail,
    from: 'blocking',
    to: 'blocking',
    ignored: false,
    orders: [{ id: 'eff_1', kind: 'notify' }],
  }
  return describeRecord(readRecord(linkRecord(genesisHash('inc_1'), body)))
}

describe('a write that a brake holds, in the timeline', () => {
  it('is told with the brake, the write and the reason, and is not called ignored', () => {
    expect(whatOf({ kind: 'putBlock', brake: 'freeze', reason: 'a drill' })).toMatchObject({
      what: 'Held back by a brake (freeze): put block; a drill',
      ignored: false,
      orders: ['notify'],
    })
  })

  it('is shown by its name alone where its details cannot be read', () => {
    expect(whatOf({ kind: 'putBlock' }).what).toMatch(/^write held \(this version cannot read/)
  })
})
