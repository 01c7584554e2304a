import { facilitatorsGuide } from '../../../../exercises/report/facilitators-guide.js'
import { renderGuideMarkdown } from '../../../../exercises/report/render-guide.js'
import { missedIn, passes, playedOnce, playScenario, scenario } from '../../../support/exercises/scenario-runs.js'

const exercise = scenario('detective-role-session')
const played = playedOnce(exercise)

describe('detective-role-session, played well', () => {
  it('meets all that it is to show', async () => {
    const run = await played('good')
    expect(run.record.end).toEqual({ kind: 'finished' })
    expect(missedIn(run)).toEqual({ objectives: [], injects: [] })
    expect(run.score.path.asExpected).toBe(true)
    expect(run.record.liveAwsCalls).toBe(0)
  })

  it('blocks each link of the chain, so that the key at its beginning gets nothing any more', async () => {
    const { record } = await played('good')
    expect(record.incidents.map(({ state }) => state)).toEqual(['contained', 'contained', 'contained'])
    const back = record.events.filter((event) => event.kind === 'ATTACK' && event.step === 'comes-back')
    expect(back.map((event) => event.kind === 'ATTACK' && event.result)).toEqual(['begun', 'denied'])
    expect(record.gains.couldStill).toEqual([])
  })

  it('has two kinds of sessions of one name in the evidence, which the address tells apart', async () => {
    const { reports } = await played('good')
    const [first, , middle] = reports.map(({ evidence }) => JSON.stringify(evidence))
    expect(first?.split('"sessionName":"export-run"').length).toBeGreaterThan(3)
    for (const told of [
      '198.51.100.164',
      '192.0.2.41',
      'role/test/integration-test',
      'role/service/results-scheduler',
    ]) {
      expect(first).toContain(told)
    }
    for (const told of [first, middle]) expect(told).toContain('arn:aws:iam::333344445555:user/partners/ext-tbrandt')
  })

  it('has the contractor at the root of the chain in the evidence of the first question, with a lookup or two', async () => {
    const [first] = (await played('good')).reports
    const content = first?.evidence.status === 'known' ? first.evidence.content : null
    const roots = content?.investigation?.chains.map(({ root, path }) => [root, path.at(-1)])
    expect(roots).toContainEqual([
      'arn:aws:iam::333344445555:user/partners/ext-tbrandt',
      'arn:aws:iam::333344445555:role/service/results-export',
    ])
    const chain = content?.sources.find(({ name }) => name.endsWith('chain of sessions'))
    expect(chain?.requests).toBeLessThanOrEqual(2)
    expect(chain?.detail).toContain('root 2 back: arn:aws:iam::333344445555:user/partners/ext-tbrandt')
  })

  it('goes the same way twice', async () => {
    expect((await playScenario(exercise, 'bad')).record).toEqual((await played('bad')).record)
  })
})

describe('detective-role-session, played badly', () => {
  it('blocks the role and nobody behind it, and the report names each thing', async () => {
    const run = await played('bad')
    expect(missedIn(run)).toEqual({
      objectives: ['decide', 'chain', 'root', 'names', 'asked', 'roles'],
      injects: ['alarm', 'surgeries', 'who', 'what-now'],
    })
    const gaps = run.review.gaps.map(({ text }) => text).join('\n')
    expect(gaps).toContain("AWS carried out 10 calls of the attacker's after the block was in force")
    expect(gaps).toContain('At the end the attacker could still')
    expect(run.record.gains.couldStill).toContain('sts:AssumeRole as user/ext-tbrandt')
    expect(gaps).toContain('Nobody found out: At the beginning of the chain is the access key of ext-tbrandt')
    expect(gaps).toContain('Aylin Kaya (security analyst) did not ask for a block')
    expect(gaps).toContain('Petra Novak (integrations) tried once to approve the block')
  })
})

describe('the guide to detective-role-session', () => {
  it('names the role as the card does, with its path, and asks one question at a time', () => {
    const guide = renderGuideMarkdown(facilitatorsGuide(exercise))
    expect(guide).toContain('If arn:aws:iam::333344445555:role/service/results-export is blocked')
    expect(guide).toContain('- What made it hard to answer this: What do the surgeries get now?\n')
  })
})

describe('the answers to detective-role-session', () => {
  it.each([
    'It came from 198.51.100.164 with the aws-cli. Behind it is the key of ext-tbrandt, whose contract is over.',
    'The scheduler never assumed that session: a contractor did, by way of the test role. That session must be ended too.',
    'Another address and another user agent. The chain goes over integration-test to the partner MedLink; we tighten the trust policy.',
  ])('pass: %s', (answer) => {
    expect(passes(exercise, 'what-now', answer)).toBe(true)
  })

  it.each([
    'The role was stolen. It is blocked, we can close this.',
    'It was the export itself, the name says so.',
    'Somebody outside. We should change all passwords and be more careful.',
  ])('do not pass: %s', (answer) => {
    expect(passes(exercise, 'what-now', answer)).toBe(false)
  })
})
