import { memoryIncidentStore } from '../../../integrations/memory/memory-incident-store.js'
import type { DatabaseIdentity } from '../../../src/audit/checkpoint.js'
import type { Standing } from '../../../src/audit/database-standing.js'
import type { SystemEvent } from '../../../src/audit/system-log.js'
import { acceptReconcile } from '../../../src/incidents/accept-reconcile.js'
import { type BrakeWish, changeBrakes } from '../../../src/incidents/change-brakes.js'
import { guardStanding, whyNotCurrent } from '../../../src/incidents/guard-standing.js'
import type { ReconcileRow } from '../../../src/incidents/reconcile.js'
import { silentLog } from '../../support/store.js'

const rules = {
  contain: { approvers: ['ana'], quorum: 1 },
  restore: { approvers: ['ana'], quorum: 1 },
  operators: ['olga'],
}
const reason = 'a drill'

/** A realm with its brakes, whose system chain takes records until it breaks. */
function aRealm(accountId = '111122223333') {
  const { brakes } = memoryIncidentStore()
  const chain: SystemEvent[] = []
  const state = { isBroken: false }
  const systemLog = {
    append: async (event: SystemEvent) => {
      if (state.isBroken) throw new Error('The database is away.')
      chain.push(event)
    },
  }
  return { id: `live/aws/${accountId}/aws`, accountId, brakes, systemLog, chain, state }
}

const freeze: BrakeWish = { verb: 'freeze', accountId: null, reason }
const unfreeze: BrakeWish = { verb: 'unfreeze', accountId: null, reason }
const olga = { by: 'olga', rules }

describe('changing the brakes', () => {
  it('a freeze holds although the record could not be written, and an unfreezing that is on no record moves nothing', async () => {
    const realm = aRealm()
    realm.state.isBroken = true
    await expect(changeBrakes([realm], olga, freeze)).rejects.toThrow('away')
    expect(await realm.brakes.standing()).toHaveLength(1)
    await expect(changeBrakes([realm], olga, unfreeze)).rejects.toThrow('away')
    expect(await realm.brakes.standing()).toHaveLength(1)
    realm.state.isBroken = false
    expect(await changeBrakes([realm], olga, unfreeze)).toMatchObject({ changed: true })
    expect(realm.chain.map(({ what, actor }) => [what, actor.name])).toEqual([['UNFROZEN', 'olga']])
  })

  it('who has no role for it changes nothing, and nothing is on the record', async () => {
    const realm = aRealm()
    const refused = { status: 'refused', code: 'notPermitted' }
    expect(await changeBrakes([realm], { by: 'mallory', rules }, freeze)).toMatchObject(refused)
    expect(await changeBrakes([realm], { by: 'ana', rules }, unfreeze)).toMatchObject(refused)
    expect([await realm.brakes.standing(), realm.chain]).toEqual([[], []])
  })

  it('more blocks are allowed in one account, which has to be named where there are two', async () => {
    const [one, two] = [aRealm(), aRealm('444455556666')]
    const wish: BrakeWish = { verb: 'allowBlocks', accountId: null, blocks: 2, reason }
    expect(await changeBrakes([one, two], olga, wish)).toMatchObject({ status: 'refused', code: 'noAccount' })
    expect(await changeBrakes([one, two], olga, { ...wish, accountId: '444455556666' })).toMatchObject({
      changed: true,
    })
    expect([(await one.brakes.places()).allowed, (await two.brakes.places()).allowed]).toEqual([0, 2])
  })
})

const identity: DatabaseIdentity = { systemIdentifier: '7', databaseOid: '1', instanceId: 'a', files: null }
const older: Standing = { kind: 'olderThanAnchor', anchor: { sink: 'file', number: 9, at: null }, ownNumber: 4 }
const copied: Standing = { kind: 'anotherDatabase', expected: identity, found: { ...identity, databaseOid: '2' } }

const copiedFiles: Standing = { kind: 'copiedFiles', number: 4, at: '2026-03-01T10:00:00.000Z' }

describe('the brake on the database', () => {
  const guard = (realm: ReturnType<typeof aRealm>, standing: Standing, unread: string[] = []) =>
    guardStanding({ ...realm, log: silentLog, readStanding: async () => ({ standing, unread }) })

  it.each([
    [older, /anchor file holds checkpoint 9, the database ends at 4/],
    [copied, /made as 7\/1 and is 7\/2 now/],
    [copiedFiles, /these database files were copied or restored since checkpoint 4 of 2026-03-01T10:00:00/],
  ])(
    'is pulled once for %j, with the reason on the record, and is not released by a later look',
    async (standing, why) => {
      const realm = aRealm()
      await guard(realm, standing)
      await guard(realm, standing)
      await guard(realm, { kind: 'current' })
      expect(await realm.brakes.standing()).toMatchObject([{ kind: 'standing', reason: expect.stringMatching(why) }])
      expect(realm.chain.map(({ what }) => what)).toEqual(['STANDING_LOST'])
      expect(whyNotCurrent(standing)).toMatch(why)
    },
  )

  it('holds nothing where the database is current, nor for an anchor that does not answer', async () => {
    const realm = aRealm()
    await guard(realm, { kind: 'current' }, ['s3'])
    expect([await realm.brakes.standing(), realm.chain]).toEqual([[], []])
  })
})

describe('accepting a reconciliation', () => {
  const row = { subject: 'x', containmentId: null, incidentId: null, note: '', cure: [] }
  const rows: ReconcileRow[] = [
    { ...row, finding: 'unknown', agrees: false },
    { ...row, finding: 'inPlace', agrees: true },
  ]
  async function held(changes: { isCurrent?: boolean; continues?: boolean } = {}) {
    const realm = aRealm()
    await realm.brakes.pull({ kind: 'standing', everywhere: false, reason: 'older', by: 'tourniquet' })
    const words: string[] = []
    const continueFromHere = async ({ by }: { by: string }) => {
      words.push(by)
      return changes.continues ?? true
    }
    const reconciled = { ...realm, rows, notCompared: [], isCurrent: changes.isCurrent ?? false, continueFromHere }
    return { realm, reconciled, words }
  }

  it('is on the record with what differed, and lets writes go on', async () => {
    const { realm, reconciled, words } = await held()
    expect(await acceptReconcile(reconciled, olga, reason)).toEqual({ status: 'accepted', released: true })
    expect(realm.chain).toMatchObject([
      {
        what: 'RECONCILED',
        actor: { name: 'olga' },
        detail: { reason, compared: 2, differing: 1, differences: [{ finding: 'unknown' }] },
      },
    ])
    expect([words, await realm.brakes.standing()]).toEqual([['olga'], []])
  })

  it('leaves the brake where the next checkpoint could not say so', async () => {
    const { realm, reconciled } = await held({ continues: false })
    expect(await acceptReconcile(reconciled, olga, reason)).toMatchObject({ status: 'refused', code: 'tryAgain' })
    expect(await realm.brakes.standing()).toHaveLength(1)
  })

  it('is for operators, and leaves a freeze as it is', async () => {
    const { realm, reconciled, words } = await held({ isCurrent: true })
    await changeBrakes([realm], olga, freeze)
    expect(await acceptReconcile(reconciled, { by: 'ana', rules }, reason)).toMatchObject({ code: 'notPermitted' })
    expect(await acceptReconcile(reconciled, olga, reason)).toMatchObject({ status: 'accepted' })
    expect((await realm.brakes.standing()).map(({ kind }) => kind)).toEqual(['freeze'])
    expect(words).toEqual([])
  })
})
