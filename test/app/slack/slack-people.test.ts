import { SlackPeople } from '../../../app/slack/slack-people.js'
import { SlackCallError } from '../../../integrations/slack/slack-api.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'

const rules: ApprovalRules = {
  contain: { approvers: ['ana', 'raj'], quorum: 1 },
  restore: { approvers: ['ana'], quorum: 1 },
  knownAs: new Map([['ana', ['ana@example.com']]]),
}

function setUp({ approverGroup = null as string | null, members = ['U0ANA'] } = {}) {
  const clock = { now: 0, monotonicMs: () => clock.now }
  const warned: string[] = []
  const asked: string[] = []
  const slack = { email: 'ana.m@corp.example' as string | null, members, isAway: false, isBot: false, isDeleted: false }
  const answer = <T>(method: string, value: T): Promise<T> => {
    asked.push(method)
    return slack.isAway ? Promise.reject(new SlackCallError(method, 'network', 1_000)) : Promise.resolve(value)
  }
  const people = new SlackPeople({
    rules,
    approverGroup,
    slackIds: new Map([
      ['ana', 'U0ANA'],
      ['raj', 'U0RAJ'],
    ]),
    clock,
    log: { info: () => {}, warn: (message) => void warned.push(message), error: () => {} },
    api: {
      user: (id) => answer('users.info', { id, teamId: 'T1', ...slack }),
      groupMembers: () => answer('usergroups.users.list', slack.members),
    },
  })
  return { people, slack, clock, asked, warned }
}

describe('who acts in Slack', () => {
  it('is known by the id of the member', async () => {
    const { people } = setUp()
    expect(await people.identify({ userId: 'U0ANA' }, 'view')).toMatchObject({ name: 'ana', barred: null })
  })

  it('is nobody without an entry, and Slack is not even asked', async () => {
    const { people, asked } = setUp()
    expect(await people.identify({ userId: 'U0EVE' }, 'view')).toMatchObject({
      name: 'slack:U0EVE',
      barred: null,
      rules,
    })
    expect(asked).toEqual([])
  })

  it('is also accused by the address of the profile', async () => {
    const { people } = setUp()
    const { rules: known } = await people.identify({ userId: 'U0ANA' }, 'view')
    expect(known.knownAs?.get('ana')).toEqual(['ana@example.com', 'ana.m@corp.example'])
  })

  it.each(['isBot', 'isDeleted'] as const)('decides nothing as a member that Slack calls %s', async (what) => {
    const { people, slack } = setUp()
    slack[what] = true
    expect((await people.identify({ userId: 'U0ANA' }, 'view')).barred).toMatch(/a bot or a deactivated member/)
  })

  it('must be in the user group as well, where one is configured', async () => {
    const { people } = setUp({ approverGroup: 'S0SEC' })
    expect((await people.identify({ userId: 'U0ANA' }, 'view')).barred).toBeNull()
    expect((await people.identify({ userId: 'U0RAJ' }, 'view')).barred).toMatch(
      /raj is not in the approvers' user group/,
    )
  })

  it('is out of the group within 15 seconds of leaving it', async () => {
    const { people, slack, clock } = setUp({ approverGroup: 'S0SEC' })
    await people.identify({ userId: 'U0ANA' }, 'view')
    slack.members = []
    clock.now += 14_999
    expect((await people.identify({ userId: 'U0ANA' }, 'view')).barred).toBeNull()
    clock.now += 1
    expect((await people.identify({ userId: 'U0ANA' }, 'view')).barred).toMatch(/not in the approvers/)
  })

  it('decides nothing while Slack does not say who it is, and is told of the command line', async () => {
    const { people, slack, warned } = setUp({ approverGroup: 'S0SEC' })
    slack.isAway = true
    expect((await people.identify({ userId: 'U0ANA' }, 'view')).barred).toMatch(/tourniquet approve/)
    expect(warned).toEqual(['Slack does not say who somebody is.'])
    slack.isAway = false
    expect((await people.identify({ userId: 'U0ANA' }, 'view')).barred).toBeNull()
  })
})

describe('a member with several names, for each role of an exercise one', () => {
  const exercise: ApprovalRules = {
    contain: { approvers: ['approver'], quorum: 1 },
    restore: { approvers: ['approver'], quorum: 1 },
    operators: ['responder'],
    viewers: ['facilitator'],
  }
  const people = new SlackPeople({
    rules: exercise,
    approverGroup: null,
    slackIds: new Map([
      ['facilitator', 'U0ANA'],
      ['responder', 'U0ANA'],
      ['approver', 'U0ANA'],
    ]),
    clock: { monotonicMs: () => 0 },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    api: {
      user: async (id) => ({ id, teamId: 'T1', email: null, isBot: false, isDeleted: false }),
      groupMembers: async () => [],
    },
  })

  it.each([
    ['view', 'facilitator'],
    ['requestRestore', 'responder'],
    ['unfreeze', 'responder'],
    ['approveContain', 'approver'],
    ['acceptReconcile', 'responder'],
  ] as const)('acts under the first that may do it: %s as the %s', async (verb, name) => {
    expect((await people.identify({ userId: 'U0ANA' }, verb)).name).toBe(name)
  })

  it('is known by the others too, so that what was asked for under one is not approved under another', async () => {
    const { rules: known } = await people.identify({ userId: 'U0ANA' }, 'approveRestore')
    expect(known.knownAs?.get('approver')).toEqual(['facilitator', 'responder'])
  })
})
