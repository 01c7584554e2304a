import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missedIn, passes, playedOnce, playScenario, scenario } from '../../../support/exercises/scenario-runs.js'

const exercise = scenario('insider-hour')
const played = playedOnce(exercise)

describe('insider-hour, played well', () => {
  it('meets all that it is to show', async () => {
    const run = await played('good')
    expect(run.record.end).toEqual({ kind: 'finished' })
    expect(missedIn(run)).toEqual({ objectives: [], injects: [] })
    expect(run.score.path.asExpected).toBe(true)
    expect(run.record.liveAwsCalls).toBe(0)
  })

  it('is not called contained as long as what the intruder made is there: Tourniquet names it', async () => {
    const { record } = await played('good')
    const told = record.events.flatMap((event) =>
      event.kind === 'NOTICE' && event.topic === 'needsHuman' ? [event.text] : [],
    )
    expect(told[0]).toContain('new access key svc-backup/')
    expect(told[0]).toContain('StopLogging tessel-audit')
  })

  it('leaves the intruder nothing that works, and gives back without the key that they know', async () => {
    const { record, reports } = await played('good')
    expect(record.gains.couldStill).toEqual([])
    const standing = record.gains.persistence.filter((each) => each.standing).map(({ what }) => what)
    expect(standing).toEqual(['user svc-backup', 'policy backup of svc-backup'])
    expect(JSON.stringify(reports[0]?.restore)).toContain('AKIA5TESSELRELEASEEX')
  })

  it('goes the same way twice', async () => {
    expect((await playScenario(exercise, 'bad')).record).toEqual((await played('bad')).record)
  })
})

describe('insider-hour, played badly', () => {
  it('blocks the group, which the user leaves, and gives the key back; the report names each thing', async () => {
    const run = await played('bad')
    expect(missedIn(run)).toEqual({
      objectives: ['decided', 'found', 'shut-out', 'ways-back', 'told', 'roles', 'path'],
      injects: ['alarm', 'cheaper', 'what-else', 'second', 'reports-too', 'lessons'],
    })
    const left = run.record.events.find((event) => event.kind === 'ATTACK' && /out of group/.test(event.detail))
    expect(left).toMatchObject({ step: 'walks-out', result: 'succeeded' })
    const gaps = run.review.gaps.map(({ text }) => text).join('\n')
    expect(gaps).toContain('The attacker has 7 ways to come back, which are still there at the end')
    for (const back of ['user svc-backup', 'role svc-backup-restore', 'trust policy of merchant-exports']) {
      expect(gaps).toContain(`${back} (made at T+`)
    }
    expect(gaps).toContain('At the end the attacker could still')
    expect(run.record.gains.couldStill).toContain('s3:GetObject as user/svc-release')
    expect(gaps).toContain('Nobody found out: 198.51.100.19 is the private line')
    expect(gaps).toContain('Nobody decided in time whether to block')
    expect(gaps).toContain('Maren Olsen (incident lead) tried once to approve the block')
  })
})

describe('insider-hour with a noisy intruder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-noise-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is told of the ways back all the same: 300 calls since hide neither key nor user nor role', async () => {
    const text = readFileSync('exercises/scenarios/insider-hour.yaml', 'utf8')
    const noisy = text
      .replace(
        'after: {state: blocking}\n      technique: T1098\n',
        'after: {inject: cheaper}\n      technique: T1098\n',
      )
      .replace('with: {for: 20s}', 'with: {every: 4s, for: 5m}')
      .replace(
        'does: approve, after: {question: contain, delay: 5m30s}',
        'does: approve, after: {question: contain, delay: 8m30s}',
      )
    expect(noisy).toContain(
      'after: {inject: cheaper}\n      technique: T1098\n      does: group-exit\n      with: {every: 4s, for: 5m}',
    )
    expect(noisy).toContain('delay: 8m30s}, reason: For an hour')
    const file = join(folder, 'insider-hour.yaml')
    writeFileSync(file, noisy)
    const { record, reports } = await playScenario(scenario(file), 'good')
    const told = record.events
      .flatMap((event) => (event.kind === 'NOTICE' ? [event] : []))
      .filter(({ incident }, _, [first]) => incident === first?.incident)
      .map(({ topic, text }) => `${topic}: ${text}`)
    expect(told.filter((notice) => notice.startsWith('contained'))).toEqual([])
    const said = told.join('\n')
    for (const back of ['svc-backup/', 'user svc-backup', 'svc-reporting/', 'role svc-backup-restore']) {
      expect(said).toContain(back)
    }
    const full = reports[0]?.looks.filter(({ depth }) => depth === 'full') ?? []
    expect(full.slice(0, 3).map(({ eventsRead }) => eventsRead)).toEqual([true, true, true])
  })
})

describe('the answers to insider-hour', () => {
  it.each([
    [
      'what-else',
      'A user svc-backup was made, and a second key for svc-reporting. The federation token ends with the deny.',
    ],
    [
      'what-else',
      'New users and new access keys in CloudTrail, a role that trusts an external account: none of it ends.',
    ],
    ['what-else', 'He has svc-backup, svc-reporting, and he stopped the trail; look at the event history.'],
    ['lessons', 'The old key stays off. We rotate all keys that a leaver knew.'],
    [
      'lessons',
      'Older sessions are revoked. With keys off only, the federation token works for 36h. Narrow the rights.',
    ],
    ['lessons', 'OIDC in place of long keys, a permissions boundary on the pipeline, and an organisation trail.'],
  ])('pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(true)
  })

  it.each([
    ['what-else', 'Nothing, the user is blocked and its keys are off.'],
    ['what-else', 'We have to ask Jonas.'],
    ['what-else', 'Everything, probably. Block the whole account.'],
    ['lessons', 'Personnel has to be stricter.'],
    ['lessons', 'All is as before, and the run was in time.'],
    ['lessons', 'Nothing, it could not have been prevented.'],
  ])('do not pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(false)
  })
})
