import { parse } from 'yaml'
import { playVirtually } from '../../../app/exercise/play-virtually.js'
import { stageKinds } from '../../../app/exercise/stage-kinds.js'
import { startVirtualStage } from '../../../app/exercise/start-virtual-stage.js'
import type { VirtualStage } from '../../../app/exercise/virtual-stage.js'
import { checkExercise } from '../../../exercises/check-exercise.js'
import { type Exercise, exerciseSchema } from '../../../exercises/exercise-file.js'
import { silentNarrator } from '../../../exercises/narrator.js'
import { injectSchema } from '../../../exercises/schema/injects.js'
import { scriptedPlayers } from '../../../exercises/scripted-players.js'
import { twoAccountsText } from '../../support/exercises/two-accounts.js'

const OTHER = '444455556666'
const reason = 'It must be so.'

function exerciseOf(text: string): Exercise {
  const checked = checkExercise(text, stageKinds)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.exercise
}
const twoAccounts = exerciseOf(twoAccountsText)

async function played(exercise: Exercise) {
  return await playVirtually(exercise, scriptedPlayers('good', exercise.players.good), silentNarrator)
}

describe('an exercise of two accounts', () => {
  it('plays the cross-account playbook to its end, and nothing leaves the machine', async () => {
    const { record, reports } = await played(twoAccounts)
    expect(record.end).toEqual({ kind: 'finished' })
    const states = record.events.flatMap((event) => (event.kind === 'STATE' ? [event.to] : []))
    expect(states).toEqual(expect.arrayContaining(['awaitingApproval', 'contained', 'restored']))
    expect(record.liveAwsCalls).toBe(0)
    const attack = record.events.flatMap((event) => (event.kind === 'ATTACK' ? [event.result] : []))
    expect(attack).toEqual(['begun', 'succeeded', 'stopped', 'succeeded'])
    const [report] = reports
    expect(report?.playbook).toBe('cross-account-activity@1')
    expect(JSON.stringify(report)).toContain(OTHER)
  })

  it('goes the same way twice, to the last byte of its reports', async () => {
    const both = twoAccountsText.replace(
      '  - id: restore\n',
      `  - {id: second, kind: finding, title: GuardDuty in the other account, at: 6s, source: guardduty, make: {about: {history: returned}}}\n  - id: restore\n`,
    )
    const first = await played(exerciseOf(both))
    const second = await played(exerciseOf(both))
    expect(first.record.incidents).toHaveLength(2)
    expect(second).toEqual(first)
  })
})

describe('a stage that cannot be started', () => {
  it('says why, and leaves the process its own clock', async () => {
    const realNow = Date.now
    const untrusted = twoAccountsText.replace('Principal: {AWS: "*"}', 'Principal: {Service: ec2.amazonaws.com}')
    const parsed = exerciseSchema.parse(parse(untrusted))
    await expect(startVirtualStage(parsed)).rejects.toThrow('cannot assume audit')
    expect(Date.now).toBe(realNow)
    expect(checkExercise(untrusted, stageKinds)).toMatchObject({ ok: false })
  })
})

describe('the accounts of a stage', () => {
  const running: VirtualStage[] = []
  afterEach(async () => {
    for (const stage of running.splice(0)) await stage.stop()
  })
  async function staged() {
    const stage = await startVirtualStage(twoAccounts)
    running.push(stage)
    return stage
  }

  it('are served each by its own realm: what is found in the second is blocked there', async () => {
    const stage = await staged()
    const inject = injectSchema.parse({
      id: 'x',
      kind: 'finding',
      title: 'X',
      at: '0s',
      source: 'guardduty',
      make: { about: { history: 'returned' } },
    })
    if (inject.kind !== 'finding') throw new Error('It is no finding.')
    await stage.sendFinding(inject)
    await stage.waitUntil(60_000, () => false)
    const [incident] = await stage.incidents()
    const asked = await stage.question(incident?.id ?? '')
    expect(asked?.plan).toContain(`arn:aws:iam::${OTHER}:role/audit`)
    const act = { kind: 'decide', incident: incident?.id ?? '', question: 'contain', decision: 'approve' } as const
    expect(await stage.act('approver', { ...act, planDigest: asked?.planDigest ?? '', reason })).toMatchObject({
      status: 'done',
    })
    await stage.waitUntil(300_000, () => false)
    expect(await stage.incidents()).toMatchObject([{ state: 'contained' }])
    const [report] = await stage.reports()
    expect(report?.title).toContain(OTHER)
  })

  it('can each be asked for a block by hand, and a freeze holds in both', async () => {
    const stage = await staged()
    const arn = `arn:aws:iam::${OTHER}:user/mallory`
    expect(await stage.act('responder', { kind: 'requestBlock', arn, reason })).toMatchObject({ status: 'done' })
    expect(await stage.act('responder', { kind: 'freeze', reason })).toMatchObject({ status: 'done' })
    await stage.waitUntil(60_000, () => false)
    const [incident] = await stage.incidents()
    const planDigest = (await stage.question(incident?.id ?? ''))?.planDigest ?? ''
    const act = { kind: 'decide', incident: incident?.id ?? '', question: 'contain', decision: 'approve' } as const
    await stage.act('approver', { ...act, planDigest, reason })
    await stage.waitUntil(180_000, () => false)
    expect(await stage.incidents()).toMatchObject([{ state: 'blocking' }])
    await stage.act('responder', { kind: 'unfreeze', reason })
    await stage.waitUntil(400_000, () => false)
    expect(await stage.incidents()).toMatchObject([{ state: 'contained' }])
  })

  it('tell their own names, and which of two is meant', async () => {
    const stage = await staged()
    const audit = { kind: 'role', name: 'audit', of: 'arn' } as const
    expect(stage.meaningOf({ ...audit, account: OTHER })).toBe(`arn:aws:iam::${OTHER}:role/audit`)
    expect(stage.meaningOf({ ...audit, account: null })).toBe('arn:aws:iam::111122223333:role/service/audit')
    expect(stage.meaningOf({ kind: 'account', id: OTHER })).toBe(OTHER)
    expect(stage.meaningOf({ kind: 'account', id: '999999999999' })).toBeNull()
    const profile = { kind: 'profile', name: 'nightly builds', account: null, of: 'arn' } as const
    expect(stage.meaningOf(profile)).toMatch(/^arn:aws:rolesanywhere:us-east-1:111122223333:profile\/[0-9a-f-]{36}$/)
  })
})
