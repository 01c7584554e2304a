import { missedIn, passes, playedOnce, playScenario, scenario } from '../../../support/exercises/scenario-runs.js'

const exercise = scenario('cross-account-activity')
const played = playedOnce(exercise)

describe('cross-account-activity, played well', () => {
  it('meets all that it is to show', async () => {
    const run = await played('good')
    expect(run.record.end).toEqual({ kind: 'finished' })
    expect(missedIn(run)).toEqual({ objectives: [], injects: [] })
    expect(run.record.liveAwsCalls).toBe(0)
  })

  it('denies the one session, since the auditors use the role routinely, and blocks the caller in the other account', async () => {
    const { reports } = await played('good')
    expect(reports.map(({ playbook, title }) => `${playbook} ${title.replace(/^.*?: /, '')}`)).toEqual([
      'cross-account-activity@1 role/guest-data-audit in 111122224444',
      'compromised-principal@1 user/svc-tickets in 555566667777',
      'compromised-principal@1 role/loyalty-export in 111122224444',
    ])
    expect(JSON.stringify(reports[0]?.plan)).toContain('deny-session')
    // The plan names what the block does not reach.
    expect(JSON.stringify(reports[0]?.plan)).toContain('loyalty-export')
  })

  it('leaves the stranger nothing, and the second finding joins what is there', async () => {
    const { record } = await played('good')
    expect(record.gains.couldStill).toEqual([])
    const second = record.events.find((event) => event.kind === 'FINDING' && event.inject === 'second')
    expect(second).toMatchObject({ result: 'joined' })
  })

  it('goes the same way twice', async () => {
    expect((await playScenario(exercise, 'bad')).record).toEqual((await played('bad')).record)
  })
})

describe('cross-account-activity, played badly', () => {
  it('goes to and fro between role and session and forgets the caller; the report names each thing', async () => {
    const run = await played('bad')
    expect(missedIn(run)).toEqual({
      objectives: exercise.objectives.map(({ id }) => id),
      injects: ['alarm', 'whole-role', 'where-from', 'both-accounts', 'next'],
    })
    const gaps = run.review.gaps.map(({ text }) => text).join('\n')
    expect(gaps).toContain('Nobody found out: guest-data-audit trusts the whole tool account')
    expect(gaps).toContain('Katarzyna Wolska (tool account) tried once to approve the block')
    expect(gaps).toContain('Ifeoma Adeyemi (security on call) did not ask for a block')
    expect(gaps).toContain('The incident did not go the expected way')
    expect(run.record.gains.couldStill).toContain('sts:AssumeRole as user/svc-tickets')
    expect(run.record.gains.callsAfterBlock.some(({ by }) => by.endsWith('guest-data-audit/audit-run-3'))).toBe(true)
  })
})

describe('the answers to cross-account-activity', () => {
  it.each([
    ['where-from', 'svc-tickets in the tool account still has its key.'],
    ['where-from', 'They can assume the role again under another name, and loyalty-export is alive as well.'],
    ['where-from', 'A new session is a matter of seconds. The whole role would have stopped the audit.'],
    ['next', 'The trust policy names one role, with an external id, and the key is rotated.'],
    ['next', 'svc-tickets gets a new key; we find out which lists were read and notify the authority.'],
    ['next', 'Trust audit-runner only, and tune the search by caller.'],
  ])('pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(true)
  })

  it.each([
    ['where-from', 'Nothing, the session is denied.'],
    ['where-from', 'We should have blocked the role, that would have ended it.'],
    ['where-from', 'The booking account is safe now.'],
    ['next', 'People must not post screenshots.'],
    ['next', 'Nothing has to change, the block held.'],
    ['next', 'We turn that Splunk search off, it is too noisy.'],
  ])('do not pass, %s: %s', (question, answer) => {
    expect(passes(exercise, question, answer)).toBe(false)
  })
})
