import type { DatabaseIdentity } from '../../../src/audit/checkpoint.js'
import { isSameDatabase } from '../../../src/audit/database-standing.js'
import { continueFromHere, readStanding } from '../../../src/incidents/keep-checkpoints.js'
import { AuditLab } from '../../support/audit/audit-lab.js'

/** Two checkpoints, anchored. */
async function aLab(): Promise<AuditLab> {
  const lab = new AuditLab()
  for (let step = 0; step < 2; step += 1) {
    lab.append('inc_1', `step ${step}`)
    await lab.checkpoint()
  }
  return lab
}

const standingOf = async (lab: AuditLab) => (await readStanding(lab.keeping())).standing

/** As a backup of before the second checkpoint would bring it. */
function restoreBackup(lab: AuditLab): void {
  lab.database.checkpoints = lab.database.checkpoints.slice(0, 1)
  lab.database.acknowledged = lab.database.acknowledged.slice(0, 1)
  const chain = lab.database.chains.get('inc_1')
  const first = chain?.records[0]
  if (first !== undefined) {
    lab.database.chains.set('inc_1', { records: [first], head: { seq: first.seq, hash: first.hash } })
  }
}

describe('a database', () => {
  it('that holds what its anchors hold is current', async () => {
    expect(await standingOf(await aLab())).toEqual({ kind: 'current' })
  })

  it('without any checkpoint is current where no anchor has one either', async () => {
    expect(await standingOf(new AuditLab())).toEqual({ kind: 'current' })
  })

  it('that is ahead of an anchor which was away is current', async () => {
    const lab = await aLab()
    lab.anchored = lab.anchored.slice(0, 1)
    expect(await standingOf(lab)).toEqual({ kind: 'current' })
  })

  it('restored from a backup is older than its newest anchor', async () => {
    const lab = await aLab()
    restoreBackup(lab)
    expect(await standingOf(lab)).toEqual({
      kind: 'olderThanAnchor',
      anchor: { sink: 'lab:outside', number: 2, at: lab.anchored[1]?.body.at },
      ownNumber: 1,
    })
  })

  it('that went on by itself as a copy does not stand on the line of the anchor', async () => {
    const lab = await aLab()
    const copy = lab.copy()
    lab.append('inc_1', 'of the original')
    await lab.checkpoint()
    copy.anchorAnswers = false
    copy.append('inc_1', 'of the copy')
    await copy.checkpoint()
    copy.anchorAnswers = true
    copy.anchored = lab.anchored
    expect(await standingOf(copy)).toMatchObject({ kind: 'olderThanAnchor', anchor: { number: 3 }, ownNumber: 3 })
  })

  it.each<[string, Partial<DatabaseIdentity>]>([
    ['on another server', { systemIdentifier: '7000000000000000002' }],
    ['restored from a dump into a new database', { databaseOid: '16999' }],
    ['made anew', { instanceId: 'another' }],
  ])('%s is another one, even without an anchor', async (_what, changes) => {
    const lab = await aLab()
    lab.anchored = []
    const expected = lab.database.identity
    lab.database.identity = { ...expected, ...changes }
    expect(await standingOf(lab)).toEqual({ kind: 'anotherDatabase', expected, found: lab.database.identity })
  })

  describe('on the embedded server', () => {
    const files = 'inode 7 born 1000'
    async function onFiles(): Promise<AuditLab> {
      const lab = new AuditLab()
      lab.database.identity = { ...lab.database.identity, files }
      for (const step of ['first', 'second']) {
        lab.append('inc_1', step)
        await lab.checkpoint()
      }
      return lab
    }
    const move = (lab: AuditLab, to: string | null) => {
      lab.database.identity = { ...lab.database.identity, files: to }
    }

    it('of which the files were copied back together with their anchors is not current', async () => {
      const lab = await onFiles()
      restoreBackup(lab)
      lab.anchored = lab.anchored.slice(0, 1)
      expect(await standingOf(lab)).toEqual({ kind: 'current' })
      move(lab, 'inode 7 born 2000')
      const at = lab.database.checkpoints[0]?.body.at
      expect(await standingOf(lab)).toEqual({ kind: 'copiedFiles', number: 1, at })
    })

    it('of which the files were copied and an anchor knows more is older: that says how much', async () => {
      const lab = await onFiles()
      restoreBackup(lab)
      move(lab, 'inode 7 born 2000')
      expect(await standingOf(lab)).toMatchObject({ kind: 'olderThanAnchor', anchor: { number: 2 }, ownNumber: 1 })
    })

    it('that does not say which files it has, or never did, is known by the rest', async () => {
      const lab = await onFiles()
      move(lab, null)
      expect(await standingOf(lab)).toEqual({ kind: 'current' })
      const silent = await aLab()
      move(silent, files)
      expect(await standingOf(silent)).toEqual({ kind: 'current' })
    })

    it('takes no checkpoint on copied files, and goes on with them at the word of a person', async () => {
      const lab = await onFiles()
      move(lab, 'inode 8 born 2000')
      lab.append('inc_1', 'after the copy')
      await lab.checkpoint()
      expect(lab.database.checkpoints).toHaveLength(2)
      expect(await continueFromHere(lab.keeping(), { by: 'olga', reason: 'A new disk.' })).toBe(true)
      expect(await standingOf(lab)).toEqual({ kind: 'current' })
      expect(await lab.verify()).toMatchObject({ verified: true, continued: [{ number: 3, by: 'olga', lost: null }] })
      move(lab, files)
      expect(await standingOf(lab)).toMatchObject({ kind: 'copiedFiles', number: 3 })
    })
  })

  it('that is empty beside the anchors of another is another one', async () => {
    const [lab, empty] = [await aLab(), new AuditLab()]
    empty.anchored = lab.anchored
    empty.database.identity = { ...lab.database.identity, instanceId: 'new' }
    expect(await standingOf(empty)).toMatchObject({ kind: 'anotherDatabase', found: { instanceId: 'new' } })
  })

  it('whose anchor does not answer is judged without it, and that is said', async () => {
    const lab = await aLab()
    lab.anchorAnswers = false
    expect(await readStanding(lab.keeping())).toMatchObject({
      standing: { kind: 'current' },
      unread: ['lab:outside'],
    })
  })

  it('of which the system identifier may not be read is known by the rest', () => {
    const identity = { systemIdentifier: '7', databaseOid: '1', instanceId: 'a', files: null }
    expect(isSameDatabase({ ...identity, systemIdentifier: null }, identity)).toBe(true)
    expect(isSameDatabase({ ...identity, systemIdentifier: null, databaseOid: '2' }, identity)).toBe(false)
  })
})

describe('a database that is not current', () => {
  it('takes no checkpoint', async () => {
    const lab = await aLab()
    restoreBackup(lab)
    lab.append('inc_1', 'after the restore')
    await lab.checkpoint()
    expect(lab.database.checkpoints).toHaveLength(1)
    expect(lab.anchored).toHaveLength(2)
  })

  it('goes on at the word of a person, and what was lost shows in every verification', async () => {
    const lab = await aLab()
    restoreBackup(lab)
    expect((await lab.verify()).verified).toBe(false)
    lab.append('inc_1', 'after the restore')
    expect(await continueFromHere(lab.keeping(), { by: 'ana', reason: 'The disk was lost.' })).toBe(true)
    expect(await standingOf(lab)).toEqual({ kind: 'current' })
    lab.append('inc_1', 'later')
    await lab.checkpoint()
    expect(await lab.verify()).toMatchObject({
      verified: true,
      checkpoints: 4,
      exposedWindow: { records: 0 },
      continued: [{ number: 3, by: 'ana', reason: 'The disk was lost.', lost: { from: 2, to: 2 } }],
    })
  })

  it('is current again on another server after a person said so', async () => {
    const lab = await aLab()
    lab.database.identity = { ...lab.database.identity, systemIdentifier: '8' }
    expect(await continueFromHere(lab.keeping(), { by: 'ana', reason: 'Moved.' })).toBe(true)
    expect(await standingOf(lab)).toEqual({ kind: 'current' })
    expect(await lab.verify()).toMatchObject({ verified: true, continued: [{ number: 3, lost: null }] })
  })

  it('does not go on while an anchor does not answer', async () => {
    const lab = await aLab()
    restoreBackup(lab)
    lab.anchorAnswers = false
    expect(await continueFromHere(lab.keeping(), { by: 'ana', reason: 'Quick.' })).toBe(false)
    expect(lab.database.checkpoints).toHaveLength(1)
  })
})
