import { missedIn, passes, playedOnce, playScenario, scenario } from '../../../support/exercises/scenario-runs.js'

const exercise = scenario('release-from-a-train')
const played = playedOnce(exercise)

describe('release-from-a-train, played well', () => {
  it('meets all that it is to show: the block is denied, and nobody is called an attacker', async () => {
    const run = await played('good')
    expect(run.record.end).toEqual({ kind: 'finished' })
    expect(missedIn(run)).toEqual({ objectives: [], injects: [] })
    expect(run.score.metrics).toMatchObject({ decision: 'deny', stepsFound: 4, persistenceLeft: 0 })
    expect(run.review.gaps).toEqual([])
    expect(run.markdown).toContain('Nobody attacked')
    expect(run.record.liveAwsCalls).toBe(0)
  })

  it('holds nothing against anybody that comes only after a wrong decision', async () => {
    const { score } = await played('good')
    const broken = score.injects.find(({ id }) => id === 'broken')
    expect(broken).toMatchObject({ met: false, played: false, asks: false })
    expect(score.metrics.injectsMissed).toBe(0)
  })

  it('goes the same way twice', async () => {
    expect((await playScenario(exercise, 'good')).record).toEqual((await played('good')).record)
  })
})

describe('release-from-a-train, played badly', () => {
  it('blocks whoever does their work, and the report names what was not done', async () => {
    const run = await played('bad')
    expect(missedIn(run)).toEqual({
      objectives: ['right', 'asked', 'stood', 'reasons', 'roles', 'path'],
      injects: ['alarm', 'chief', 'plea', 'why-not'],
    })
    expect(run.score.metrics.decision).toBe('approve')
    const gaps = run.review.gaps.map(({ text }) => text).join('\n')
    expect(gaps).toContain(
      'Objective not met: The decision is the right one (decision about the block approve, target deny).',
    )
    expect(gaps).toContain('Nobody found out: The new role lets in the repository')
    expect(gaps).toContain('Mina Rask (analyst on call) tried once to deny the block')
    expect(gaps).not.toContain('the attacker could still')
  })

  it('shows what the block cost', async () => {
    const { record } = await played('bad')
    const told = record.events.find((event) => event.kind === 'INJECT' && event.inject === 'broken')
    expect(told).toMatchObject({ text: expect.stringContaining('wrong premiums') })
    expect(record.gains.calls.denied).toBeGreaterThan(0)
  })
})

describe('the answers to release-from-a-train', () => {
  it.each([
    'It is in CHG-7731 and was reviewed. Had a secret been read we would have blocked. We watch her session until tonight.',
    'We phoned her on the number of the directory. No other account was let in, and the trail was not touched.',
    'The change was planned; security reads the release channel from now on.',
  ])('pass: %s', (answer) => {
    expect(passes(exercise, 'why-not', answer)).toBe(true)
  })

  it.each([
    'It felt wrong to block somebody who is nice.',
    'The release was more important than the alarm.',
    'She wrote to us and she sent a photo of her badge.',
  ])('do not pass: %s', (answer) => {
    expect(passes(exercise, 'why-not', answer)).toBe(false)
  })
})
