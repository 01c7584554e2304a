import type { ExerciseInput } from '../../../../exercises/exercise-file.js'
import type { InjectOf } from '../../../../exercises/schema/injects.js'
import { findingOf, onService } from '../../../support/exercises/on-service.js'
import { exerciseWith } from '../../../support/exercises/played.js'

const TIME_SCALE = 60
const MINUTE_MS = 60_000
const AWAY = '444455556666'
const reason = 'It must be so.'

/** The initial exercise with a second account, where somebody does the same with a role of another name. */
const ofTwoAccounts = exerciseWith((initial) => {
  const { world } = initial
  const there: Pick<ExerciseInput['world'], 'account' | 'history'> = JSON.parse(
    JSON.stringify({ account: world.account, history: world.history })
      .replaceAll('111122223333', AWAY)
      .replaceAll('ci-deploy', 'pays-out'),
  )
  const history = (there.history ?? []).map((part) => ({ ...part, id: 'elsewhere', by: { ...part.by, account: AWAY } }))
  return {
    ...initial,
    world: { ...world, otherAccounts: [there.account], history: [...(world.history ?? []), ...history] },
  }
})

describe('a stage on the real service', () => {
  let place: Awaited<ReturnType<typeof onService>>
  beforeAll(async () => {
    place = await onService(ofTwoAccounts, TIME_SCALE)
  }, 30_000)
  afterAll(() => place.stage.stop())

  const usual = findingOf(ofTwoAccounts)
  const about = (id: string, history: string): InjectOf<'finding'> => ({
    ...usual,
    id,
    make: { severity: 8, about: { history } },
  })

  it('tells people of a question when the chat is there again, in exercise time', async () => {
    const { stage } = place
    const downUntilMs = stage.nowMs() + 4 * MINUTE_MS
    await stage.fault({ kind: 'chatDown', for: { ms: 4 * MINUTE_MS } })
    const opened = await stage.sendFinding(usual)
    const incident = 'incident' in opened ? opened.incident : ''
    expect(opened).toEqual({ status: 'opened', incident: expect.stringMatching(/^inc_/) })
    await place.until(async () => (await stage.question(incident)) !== null, 'The question')
    expect(stage.nowMs()).toBeGreaterThanOrEqual(downUntilMs)
    const asked = await stage.question(incident)
    expect(asked).toMatchObject({ question: 'contain', quorum: 1, approvals: 0 })
    // Of the half hour that the file gives people some went by while nobody could be told.
    expect(asked?.expiresAtMs).toBeGreaterThan(stage.nowMs() + 15 * MINUTE_MS)
    expect(asked?.expiresAtMs).toBeLessThanOrEqual(stage.nowMs() + 30 * MINUTE_MS)
    const { actions } = await stage.evidence(incident)
    expect(actions).toEqual(expect.arrayContaining(['CreateUser', 'ListRoles']))
  }, 30_000)

  it('is told by every source over its own webhook, as the source proves itself', async () => {
    const { stage } = place
    const [first] = await stage.incidents()
    const joined = { status: 'joined', incident: first?.id }
    for (const source of ['guardduty', 'security-hub', 'detective', 'splunk', 'generic'] as const) {
      const sent = await stage.sendFinding({ ...about(`by-${source}`, 'intruder'), source })
      expect([source, sent]).toEqual([source, joined])
    }
    // About a profile of Roles Anywhere, and so about whoever made it.
    expect(await stage.sendFinding({ ...about('by-elastic', 'intruder'), source: 'elastic' })).toEqual({
      status: 'opened',
      incident: expect.not.stringMatching(first?.id ?? ''),
    })
    const { make: _, ...bare } = usual
    const principal = { arn: '{{role:ci-deploy:arn}}', accessKeyId: '{{history:intruder:key}}' }
    const payload = { id: 'rule-1', type: 'Odd', severity: 8, updatedAt: new Date().toISOString(), principal }
    const written = { ...bare, id: 'written', source: 'generic', payload } as const
    expect(await stage.sendFinding(written)).toEqual(joined)
    expect(await stage.sendFinding(written)).toEqual({ ...joined, status: 'duplicate' })
    expect(await stage.sendFinding({ ...written, payload: { id: 'x' } })).toMatchObject({ status: 'refused' })
  }, 30_000)

  it('serves each account of the world as a realm of its own, and people act where an incident is', async () => {
    const { stage } = place
    const opened = await stage.sendFinding(about('elsewhere', 'elsewhere'))
    expect(opened).toMatchObject({ status: 'opened' })
    const incident = 'incident' in opened ? opened.incident : ''
    expect((await stage.incidents()).map(({ id }) => id).at(-1)).toBe(incident)
    await place.until(async () => (await stage.question(incident)) !== null, 'The question')
    const planDigest = (await stage.question(incident))?.planDigest ?? ''
    const decision = { kind: 'decide', incident, question: 'contain', decision: 'approve', planDigest, reason } as const
    expect(await stage.act('responder', decision)).toMatchObject({ status: 'refused', code: 'notAnApprover' })
    expect(await stage.act('approver', decision)).toMatchObject({ status: 'done' })
    await place.until(async () => (await stage.incidentView(incident))?.state === 'verifying', 'The block')
    const blocksIn = (accountId: string) =>
      stage.accounts
        .of(accountId)
        .calls()
        .filter(({ operation }) => operation === 'iam:PutRolePolicy').length
    expect([blocksIn('111122223333'), blocksIn(AWAY)]).toEqual([0, 1])
    const arn = `arn:aws:iam::${AWAY}:role/build-runner`
    expect(await stage.act('responder', { kind: 'requestBlock', arn, reason })).toMatchObject({ status: 'done' })
    expect(await stage.act('responder', { kind: 'freeze', reason })).toMatchObject({ status: 'done' })
    expect(await stage.reports()).toHaveLength((await stage.incidents()).length)
  }, 30_000)
})
