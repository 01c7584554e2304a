import { pinnedKeys } from '../../../src/audit/checkpoint-keys.js'
import { combineVerifications } from '../../../src/incidents/combine-verifications.js'
import { anchorStates, keepCheckpoints } from '../../../src/incidents/keep-checkpoints.js'
import { AuditLab, newSigner } from '../../support/audit/audit-lab.js'
import { memoryAnchor } from '../../support/audit/memory-anchor.js'
import { silentLog } from '../../support/store.js'

function recording() {
  const errors: object[] = []
  return {
    errors,
    log: { ...silentLog, error: (_message: string, details?: object) => void errors.push(details ?? {}) },
  }
}

/** Like the database: each anchor has its own confirmations. */
function withTwoAnchors(lab: AuditLab) {
  const other = memoryAnchor('memory:other')
  const { errors, log } = recording()
  const upTo = (sink: string) =>
    Math.max(0, ...lab.database.acknowledged.filter((each) => each.sink === sink).map(({ number }) => number))
  const store = { ...lab.store, anchoredUpTo: async (sink: string) => upTo(sink) }
  return { other, errors, keeping: { ...lab.keeping(), store, sinks: [lab.sink, other], log } }
}

describe('an anchor that does not answer', () => {
  it('holds up neither the checkpoint nor the other anchor, and is said', async () => {
    const lab = new AuditLab()
    const { other, errors, keeping } = withTwoAnchors(lab)
    lab.append('inc_1', 'a')
    lab.anchorAnswers = false
    await keepCheckpoints(keeping)
    expect(lab.database.checkpoints).toHaveLength(1)
    expect(other.held).toHaveLength(1)
    expect(errors).toEqual([{ sink: 'lab:outside', checkpoint: 1, error: 'Error: away' }])
    expect(await anchorStates(keeping)).toEqual([
      { sink: 'lab:outside', outside: true, anchoredUpTo: 0, behind: 1 },
      { sink: 'memory:other', outside: true, anchoredUpTo: 1, behind: 0 },
    ])
  })

  it('is given the newest once it is back, though nothing moved since; that covers what it missed', async () => {
    const lab = new AuditLab()
    lab.anchorAnswers = false
    for (let step = 0; step < 3; step += 1) {
      lab.append('inc_1', `${step}`)
      await lab.checkpoint()
    }
    lab.anchorAnswers = true
    await lab.checkpoint()
    expect(lab.anchored.map(({ body }) => body.number)).toEqual([3])
    expect(await lab.verify()).toMatchObject({ verified: true, checkpoints: 3, exposedWindow: { records: 0 } })
  })

  it('was told before a crash is told again, and that changes nothing', async () => {
    const lab = new AuditLab()
    lab.append('inc_1', 'a')
    await lab.checkpoint()
    lab.database.acknowledged = []
    await lab.checkpoint()
    expect(lab.anchored).toHaveLength(2)
    expect(await lab.verify()).toMatchObject({ verified: true, checkpoints: 1 })
  })
})

describe('a checkpoint', () => {
  it('of a key that is not pinned is no checkpoint', async () => {
    const lab = new AuditLab()
    lab.append('inc_1', 'a')
    await keepCheckpoints({ ...lab.keeping(), signer: newSigner() })
    expect(await lab.verify()).toMatchObject({
      verified: false,
      broken: expect.arrayContaining([
        { chain: 'checkpoints', incidentId: null, seq: 1, reason: expect.stringMatching(/which is not pinned$/) },
      ]),
    })
  })

  it('of an older key is good as long as that one is pinned too', async () => {
    const lab = new AuditLab()
    const older = newSigner()
    lab.append('inc_1', 'a')
    await keepCheckpoints({ ...lab.keeping(), signer: older })
    lab.append('inc_1', 'b')
    await lab.checkpoint()
    const keys = pinnedKeys([older.publicKey, lab.signer.publicKey])
    expect(await lab.verify([lab.sink], keys)).toMatchObject({ verified: true, checkpoints: 2 })
  })

  it('shows a record that claims to be older than a checkpoint which did not have it', async () => {
    const lab = new AuditLab()
    lab.append('inc_1', 'a')
    await lab.checkpoint()
    lab.nowMs -= 3_600_000
    lab.append('inc_1', 'an hour ago')
    expect(await lab.verify()).toMatchObject({
      verified: false,
      firstBroken: { incidentId: 'inc_1', seq: 2, reason: expect.stringMatching(/did not have it$/) },
    })
  })

  it('leaves clocks that differ by minutes alone', async () => {
    const lab = new AuditLab()
    lab.append('inc_1', 'a')
    await lab.checkpoint()
    lab.nowMs -= 5 * 60_000
    lab.append('inc_1', 'by a host whose clock is late')
    expect((await lab.verify()).verified).toBe(true)
  })
})

describe('the verifications of several realms', () => {
  it('hold together what holds for each, and one without records takes nothing away', async () => {
    const [anchored, local, empty] = [new AuditLab(), new AuditLab(), new AuditLab()]
    anchored.append('inc_1', 'a')
    await anchored.checkpoint()
    local.append('inc_2', 'b')
    const [one, two, none] = [await anchored.verify(), await local.verify([]), await empty.verify([])]
    expect(
      combineVerifications([
        { realm: 'a', found: one },
        { realm: 'c', found: none },
      ]),
    ).toMatchObject({
      verified: true,
      localOnly: false,
      verifiedUpTo: one.verifiedUpTo,
      exposedWindow: { records: 0 },
    })
    expect(
      combineVerifications([
        { realm: 'a', found: one },
        { realm: 'b', found: two },
      ]),
    ).toMatchObject({
      incidents: 2,
      records: 2,
      localOnly: true,
      exposedWindow: { records: 1, since: null },
    })
  })
})
