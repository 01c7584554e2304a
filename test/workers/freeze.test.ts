import type { BrakeStore } from '../../src/engine/brakes.js'
import { callsOf, ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { type Stage, useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const RoleName = role.name
const MINUTE_MS = 60_000
const createStage = useStages(fewLooks)
const freeze = { kind: 'freeze', everywhere: false, reason: 'a drill', by: 'ana' } as const
const brakesOf = ({ world }: Stage): BrakeStore => world.parts.store.brakes
const heldNotices = ({ people }: Stage) => people.told.filter(({ topic }) => topic === 'held')

describe('a freeze', () => {
  it('between approval and write stops the write, tells people once, and the block goes on after unfreeze', async () => {
    const stage = await createStage()
    await brakesOf(stage).pull(freeze)
    await stage.block(role)
    await stage.world.run(5 * MINUTE_MS)

    expect(ourWrites(stage.account)).toEqual([])
    expect(stage.incident().state).toBe('blocking')
    expect(heldNotices(stage).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /^put block waits: writes are frozen by ana since .* \(a drill\)\. .*unfreeze.* After 10 more min/,
      ),
    ])
    const held = (await stage.audit()).filter(({ what }) => what === 'WRITE_HELD')
    expect(held).toMatchObject([
      { detail: { kind: 'putBlock', brake: 'freeze', by: 'ana' }, from: 'blocking', to: 'blocking' },
    ])
    await brakesOf(stage).release(freeze)
    const { snapshot } = await stage.reach(['contained'])
    expect(ourWrites(stage.account)).toEqual([`PutRolePolicy DenyAll-${snapshot.context.containmentId}`])
    expect(heldNotices(stage)).toHaveLength(1)
  })

  it('in the last instant before the request stops it, and the block goes on after unfreeze', async () => {
    const stage = await createStage()
    const { file } = stage.kept.undoCards
    // The card is filed after everything was checked, with the write as the very next thing.
    stage.kept.undoCards.file = async (card) => {
      await file(card)
      await brakesOf(stage).pull(freeze)
    }
    await stage.block(role)
    await stage.world.run(2 * MINUTE_MS)

    expect(ourWrites(stage.account)).toEqual([])
    expect(stage.kept.cards).toHaveLength(1)
    expect(stage.incident().state).toBe('blocking')
    expect(heldNotices(stage)).toHaveLength(1)
    stage.kept.undoCards.file = file
    await brakesOf(stage).release(freeze)
    await stage.reach(['contained'])
    expect(ourWrites(stage.account)).toHaveLength(1)
  })

  it('that outlasts the deadline of a write leaves it unsent, and a person is asked', async () => {
    const stage = await createStage()
    await brakesOf(stage).pull(freeze)
    await stage.block(role)
    const { snapshot } = await stage.reach(['needsHuman'])
    await stage.world.run(MINUTE_MS)
    await brakesOf(stage).release(freeze)
    await stage.world.run(20 * MINUTE_MS)

    expect(snapshot.context.reason).toMatch(/in time|deadline/)
    expect(stage.incident().state).toBe('needsHuman')
    expect(ourWrites(stage.account)).toEqual([])
    expect(stage.people.told.map(({ topic }) => topic)).toEqual(['held', 'needsHuman'])
  })

  it('lets looks go on; a block that is taken off meanwhile is told, and put back after unfreeze', async () => {
    const stage = await createStage()
    await stage.block(role)
    const contained = await stage.reach(['contained'])
    const PolicyName = `DenyAll-${contained.snapshot.context.containmentId}`
    await brakesOf(stage).pull(freeze)
    stage.admin('DeleteRolePolicy', { RoleName, PolicyName })
    await stage.reach(['tampered'])
    await stage.world.run(5 * MINUTE_MS)

    expect(ourWrites(stage.account)).toHaveLength(1)
    expect(stage.people.told.map(({ topic }) => topic).slice(-2)).toEqual(['tampered', 'held'])
    expect(heldNotices(stage)[0]?.reason).toMatch(/^reput block waits/)
    await brakesOf(stage).release(freeze)
    await stage.reach(['verifying', 'contained'])
    expect(ourWrites(stage.account)).toEqual(Array(2).fill(`PutRolePolicy ${PolicyName}`))
    expect(stage.account.describeRole(RoleName)?.inlinePolicies).toHaveProperty(PolicyName)
    expect(stage.incident().snapshot.context.reputs).toBe(1)
  })

  it('holds a restore as well: access is given back after unfreeze, not before', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['contained'])
    await brakesOf(stage).pull(freeze)
    await stage.restore('false-alarm')
    await stage.world.run(3 * MINUTE_MS)

    expect(callsOf(stage.account, 'iam:DeleteRolePolicy')).toEqual([])
    expect(stage.incident().state).toBe('restoring')
    await brakesOf(stage).release(freeze)
    await stage.reach(['restored'])
    expect(callsOf(stage.account, 'iam:DeleteRolePolicy')).toHaveLength(1)
  })

  it('does not keep anybody from asking, planning and looking', async () => {
    const stage = await createStage()
    await brakesOf(stage).pull({ ...freeze, everywhere: true })
    stage.report(role)
    await stage.reach(['awaitingApproval'])

    expect(stage.filed('evidence')).toHaveLength(1)
    expect(stage.people.asked).toHaveLength(1)
    expect(heldNotices(stage)).toEqual([])
  })

  it('and a cap are told apart: what waits for a place goes on when people allow it', async () => {
    const stage = await createStage()
    await brakesOf(stage).limitBlocks(1)
    await stage.block(role)
    await stage.reach(['contained'])
    await stage.block({ type: 'user', name: 'admin' })
    await stage.world.run(2 * MINUTE_MS)

    expect(ourWrites(stage.account)).toHaveLength(1)
    expect(heldNotices(stage).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /^put block waits: 1 of 1 blocks that may be put within 60 minutes are put\. .*allow-blocks/,
      ),
    ])
    await brakesOf(stage).allowBlocks({ blocks: 1, by: 'ana', reason: 'a real wave' })
    await stage.reach(['verifying', 'contained', 'needsHuman'])
    expect(ourWrites(stage.account).length).toBeGreaterThan(1)
  })
})
