import { stageKinds } from '../../../app/exercise/stage-kinds.js'
import { startVirtualStage } from '../../../app/exercise/start-virtual-stage.js'
import type { VirtualStage } from '../../../app/exercise/virtual-stage.js'
import { checkExercise } from '../../../exercises/check-exercise.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import type { InjectOf } from '../../../exercises/schema/injects.js'
import { injectSchema } from '../../../exercises/schema/injects.js'
import { twoAccountsText } from '../../support/exercises/two-accounts.js'

const HOME = '111122223333'
const OTHER = '444455556666'

function exercise(text = twoAccountsText): Exercise {
  const checked = checkExercise(text, stageKinds)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.exercise
}

function findingOf(source: string, make: object): InjectOf<'finding'> {
  const inject = injectSchema.parse({ id: `from-${source}`, kind: 'finding', title: 'It', at: '0s', source, make })
  if (inject.kind !== 'finding') throw new Error('It is no finding.')
  return inject
}

describe('a finding that the stage makes', () => {
  const running: VirtualStage[] = []
  afterEach(async () => {
    for (const stage of running.splice(0)) await stage.stop()
  })
  async function staged(text = twoAccountsText) {
    const stage = await startVirtualStage(exercise(text))
    running.push(stage)
    return stage
  }
  /** `cross-account-activity@1 role/audit in 111122223333`. */
  async function opened(stage: VirtualStage): Promise<string[]> {
    return (await stage.reports()).map(({ title, playbook }) => `${playbook} ${title.replace(/^.*?: /, '')}`)
  }

  it.each<[string, object, string]>([
    [
      'guardduty',
      { about: { history: 'returned' }, type: 'Recon:IAMUser/MaliciousIPCaller' },
      `compromised-principal@1 role/audit in ${OTHER}`,
    ],
    ['security-hub', { about: { user: 'dana' } }, `compromised-principal@1 user/dana in ${HOME}`],
    ['detective', { about: { role: 'builds' }, severity: 9 }, `compromised-principal@1 role/builds in ${HOME}`],
    ['splunk', { about: { history: 'visitor' } }, `cross-account-activity@1 role/audit in ${HOME}`],
    ['splunk', { about: { step: 'looting' } }, `cross-account-activity@1 role/audit in ${HOME}`],
    [
      'splunk',
      { about: { user: 'mallory', account: OTHER }, type: 'Odd calls' },
      `compromised-principal@1 user/mallory in ${OTHER}`,
    ],
    [
      'splunk',
      { about: { profile: 'nightly builds' } },
      `roles-anywhere-profile@1 rolesAnywhereProfile/nightly builds in ${HOME}`,
    ],
    [
      'elastic',
      { about: { profile: 'nightly builds' } },
      `roles-anywhere-profile@1 rolesAnywhereProfile/nightly builds in ${HOME}`,
    ],
    ['elastic', { about: { user: 'dana' }, type: 'Odd calls' }, `compromised-principal@1 user/dana in ${HOME}`],
    ['generic', { about: { role: 'scheduler' } }, `compromised-principal@1 role/scheduler in ${HOME}`],
  ])('of %s about %j opens the right incident', async (source, make, incident) => {
    const stage = await staged()
    expect(await stage.sendFinding(findingOf(source, make))).toMatchObject({ status: 'opened' })
    expect(await opened(stage)).toEqual([incident])
  })

  it('is refused where nothing is there yet that it could be about', async () => {
    const stage = await staged()
    const made = findingOf('elastic', { about: { profile: 'their own door' } })
    expect(await stage.sendFinding(made)).toEqual({
      status: 'refused',
      reason: `Account ${HOME} has no Roles Anywhere profile "their own door" now.`,
    })
  })

  it.each<[string, object]>([
    ['guardduty', { about: { history: 'returned' } }],
    ['security-hub', { about: { history: 'visitor' } }],
    ['splunk', { about: { history: 'visitor' } }],
  ])('of %s is confirmed by AWS, or by nobody where it is none of AWS, when AWS is asked', async (source, make) => {
    const forged = twoAccountsText.replace('source: splunk', 'source: guardduty\n    forged: true')
    const stage = await staged(forged)
    await stage.sendFinding(findingOf(source, make))
    await stage.waitUntil(120_000, () => false)
    expect(await stage.incidents()).toMatchObject([{ state: 'awaitingApproval' }])
  })
})
