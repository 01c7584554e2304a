import { startVirtualStage } from '../../../app/exercise/start-virtual-stage.js'
import type { Exercise, ExerciseInput } from '../../../exercises/exercise-file.js'
import type { PersonalAct } from '../../../exercises/moves.js'
import type { InjectOf } from '../../../exercises/schema/injects.js'
import type { Stage } from '../../../exercises/stage.js'
import { exerciseWith } from '../../support/exercises/played.js'

const MINUTE_MS = 60_000
const running: Stage[] = []

afterEach(async () => {
  for (const stage of running.splice(0)) await stage.stop()
})

async function staged(exercise: Exercise) {
  const stage = await startVirtualStage(exercise)
  running.push(stage)
  const id = async () => (await stage.incidents())[0]?.id ?? ''
  return {
    stage,
    /** Lets time go on until the first incident is in this state. */
    reach: async (state: string) => {
      const seen = { state: '' }
      for (let minute = 0; minute < 60 && seen.state !== state; minute += 1) {
        await stage.waitUntil(stage.nowMs() + MINUTE_MS / 4, () => false)
        seen.state = (await stage.incidents())[0]?.state ?? ''
      }
      if (seen.state !== state) throw new Error(`It is in ${seen.state}.`)
    },
    question: async () => await stage.question(await id()),
    act: async (by: string, act: (incident: string) => PersonalAct) => await stage.act(by, act(await id())),
    records: async () => (await stage.records(await id(), 0)).map(({ body }) => body.what),
  }
}

function findingOf({ injects }: Exercise): InjectOf<'finding'> {
  const finding = injects.find((inject) => inject.kind === 'finding')
  if (finding === undefined) throw new Error('There is no finding.')
  return finding
}

/** The initial exercise with something else about its finding. */
function withFinding(changes: Partial<Extract<ExerciseInput['injects'][number], { kind: 'finding' }>>): Exercise {
  return exerciseWith((initial) => ({
    ...initial,
    injects: initial.injects.map((inject) => (inject.kind === 'finding' ? { ...inject, ...changes } : inject)),
  }))
}

const usual = exerciseWith((initial) => initial)
const reason = 'It must be so.'

describe('a finding', () => {
  it('opens an incident, comes again as a duplicate, and joins where another one is open', async () => {
    const { stage } = await staged(usual)
    const finding = findingOf(usual)
    const opened = await stage.sendFinding(finding)
    expect(opened).toEqual({ status: 'opened', incident: expect.stringMatching(/^inc_/) })
    expect(await stage.sendFinding(finding)).toEqual({ ...opened, status: 'duplicate' })
    expect(await stage.sendFinding({ ...finding, id: 'another' })).toEqual({ ...opened, status: 'joined' })
  })

  it('of which AWS knows nothing is not confirmed, and one that AWS has is', async () => {
    const forged = withFinding({ forged: true })
    const lie = await staged(forged)
    await lie.stage.sendFinding(findingOf(forged))
    await lie.reach('unconfirmed')
    await lie.stage.stop()
    running.pop()
    const truth = await staged(forged)
    await truth.stage.sendFinding({ ...findingOf(forged), forged: false })
    await truth.reach('awaitingApproval')
  })

  it('is told from a payload of its own, with the names of this account filled in', async () => {
    const payload = {
      id: 'rule-1',
      type: 'Odd',
      severity: 8,
      updatedAt: '{{now}}',
      principal: { arn: '{{role:ci-deploy:arn}}', accessKeyId: '{{history:intruder:key}}' },
    }
    const { stage } = await staged(usual)
    const { make: _, ...finding } = findingOf(usual)
    const sent = { ...finding, source: 'generic', payload } as const
    expect(await stage.sendFinding(sent)).toMatchObject({ status: 'opened' })
    const elsewhere = { ...payload, id: 'rule-2', principal: { arn: 'arn:aws:iam::444455556666:role/ci-deploy' } }
    const refused = { status: 'refused', reason: expect.stringContaining('444455556666') }
    expect(await stage.sendFinding({ ...sent, payload: elsewhere })).toEqual(refused)
    expect(await stage.sendFinding({ ...sent, payload: { id: 'x' } })).toMatchObject({ status: 'refused' })
    expect(stage.meaningOf({ kind: 'role', name: 'ci-deploy', account: null, of: 'arn' })).toBe(
      'arn:aws:iam::111122223333:role/ci-deploy',
    )
    expect(stage.meaningOf({ kind: 'role', name: 'nobody', account: null, of: 'id' })).toBeNull()
    expect(stage.meaningOf({ kind: 'history', id: 'intruder', of: 'session' })).toBe('build-4711')
  })
})

describe('what people do', () => {
  it('is decided by the product: its roles, its codes, its record', async () => {
    const { stage, reach, act, question, records } = await staged(usual)
    await stage.sendFinding(findingOf(usual))
    await reach('awaitingApproval')
    const asked = await question()
    expect(asked).toMatchObject({ question: 'contain', quorum: 1, approvals: 0, expiresAtMs: expect.any(Number) })
    expect(Math.floor((asked?.expiresAtMs ?? 0) / MINUTE_MS)).toBe(30)
    const planDigest = asked?.planDigest ?? ''
    const approve = (incident: string) =>
      ({ kind: 'decide', incident, question: 'contain', decision: 'approve', planDigest, reason }) as const
    expect(await act('responder', approve)).toMatchObject({ status: 'refused', code: 'notAnApprover' })
    expect(await act('facilitator', (incident) => ({ kind: 'close', incident, reason }))).toMatchObject({
      code: 'notPermitted',
    })
    expect(await act('responder', (incident) => ({ kind: 'note', incident, text: 'Odd.' }))).toMatchObject(done)
    expect(await act('approver', (incident) => ({ kind: 'askOwner', incident, owner: 'responder' }))).toMatchObject(
      done,
    )
    expect(await act('responder', (incident) => ({ kind: 'answerOwner', incident, wasMe: false }))).toMatchObject(done)
    expect(await act('approver', approve)).toMatchObject(done)
    expect(await act('approver', approve)).toMatchObject({ status: 'refused', code: 'alreadyDecided' })
    expect(await records()).toEqual(expect.arrayContaining(['NOTE_ADDED', 'OWNER_ASKED', 'OWNER_ANSWERED', 'APPROVED']))
  })

  it('goes on to a restore, which is a question of its own', async () => {
    const { stage, reach, act, question } = await staged(usual)
    await stage.sendFinding(findingOf(usual))
    await reach('awaitingApproval')
    const decide = async (asked: 'contain' | 'restore') => {
      const planDigest = (await question())?.planDigest ?? ''
      return await act('approver', (incident) => ({
        kind: 'decide',
        incident,
        question: asked,
        decision: 'approve',
        planDigest,
        reason,
      }))
    }
    expect(await decide('contain')).toMatchObject(done)
    await reach('contained')
    const wanted = { kind: 'requestRestore', restoreAs: 'false-alarm', reason } as const
    expect(await act('responder', (incident) => ({ ...wanted, incident }))).toMatchObject(done)
    await reach('awaitingRestoreApproval')
    expect(await decide('restore')).toMatchObject(done)
    await reach('restored')
  })

  it('asks for a block by hand, and nothing is written while it is frozen', async () => {
    const { stage } = await staged(usual)
    const arn = 'arn:aws:iam::111122223333:role/build-runner'
    expect(await stage.act('responder', { kind: 'requestBlock', arn: 'nonsense', reason })).toMatchObject({
      code: 'badArn',
    })
    expect(await stage.act('responder', { kind: 'requestBlock', arn, reason })).toMatchObject(done)
    expect(await stage.incidents()).toHaveLength(1)
    expect(await stage.act('facilitator', { kind: 'freeze', reason })).toMatchObject({ code: 'notPermitted' })
    expect(await stage.act('responder', { kind: 'freeze', reason })).toMatchObject(done)
    expect(await stage.act('responder', { kind: 'unfreeze', reason })).toMatchObject(done)
  })
})

describe('the world of an exercise', () => {
  it('begins at T+0, and no time passes by what people do', async () => {
    const { stage } = await staged(usual)
    expect(stage.nowMs()).toBe(0)
    await stage.sendFinding(findingOf(usual))
    expect(stage.nowMs()).toBe(0)
    expect(stage.toExerciseMs(stage.startedAt)).toBe(0)
    await stage.waitUntil(5_000, () => false)
    expect(stage.nowMs()).toBe(5_000)
  })

  it('shows the history and what came in later as evidence, from the Region of its account', async () => {
    const elsewhere = exerciseWith(({ world, ...initial }) => ({
      ...initial,
      world: { ...world, account: Object.assign(structuredClone(world.account), { region: 'eu-north-1' }) },
    }))
    const { stage, reach } = await staged(elsewhere)
    const names = [
      'Buckets',
      'Users',
      'Groups',
      'Policies',
      'Roles',
      'Keys',
      'Trails',
      'Queues',
      'Topics',
      'Tables',
      'Stacks',
    ]
    await stage.addCalls({
      id: 'more',
      kind: 'evidence',
      title: 'More',
      text: 'More.',
      calls: names.map((name) => ({ service: 's3', action: `Read${name}` })),
      by: { role: 'ci-deploy', session: 'build-4711', assumedBy: 'build-runner' },
      reveals: [],
    })
    await stage.sendFinding(findingOf(usual))
    await reach('awaitingApproval')
    const [incident] = await stage.incidents()
    const { actions } = await stage.evidence(incident?.id ?? '')
    expect(actions).toEqual(expect.arrayContaining(['CreateUser', 'ListRoles', ...names.map((name) => `Read${name}`)]))
    const view = await stage.incidentView(incident?.id ?? '')
    expect(view?.evidence?.sources.map(({ name }) => name).join()).toContain('eu-north-1')
    expect(JSON.stringify(view)).not.toContain('us-east-1')
  })
})

const done = { status: 'done' }
