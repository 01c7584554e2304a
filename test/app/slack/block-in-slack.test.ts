import { deskLab, labRealm, recordsOf } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'

const rules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1 },
  restore: { approvers: ['ana'], quorum: 1 },
}
const people = new Map([
  ['U0ANA', 'ana'],
  ['U0BEN', 'ben'],
])
const as = (userId: string) => ({ userId, teamId: aSender.teamId, channelId: aSender.channel, appId: aSender.appId })
const arn = 'arn:aws:iam::111122223333:role/service/ci-deploy'

describe('a block that is asked for in Slack', () => {
  it('opens an incident by the name of the configuration, which every channel is told of, and blocks nothing', async () => {
    const { desk, realm, nudged } = deskLab({ rules, people })
    const answer = await desk.requestBlock(as('U0ANA'), { arn: ` ${arn} `, reason: 'Odd calls.' })
    expect(answer).toEqual({ outcome: 'done', text: expect.stringMatching(/^Incident inc_\w+ is open/) })
    const [incident] = await realm.engine.store.listIncidents()
    expect(incident).toMatchObject({ open: true, state: 'investigating' })
    const [opened] = await recordsOf(realm, incident?.id ?? '')
    expect(opened).toMatchObject({ what: 'OPENED', actor: { kind: 'person', name: 'ana' } })
    expect(nudged).toEqual([aSender.channel])
  })

  it('joins the incident that is open on the principal', async () => {
    const { desk, realm } = deskLab({ rules, people })
    await desk.requestBlock(as('U0ANA'), { arn, reason: 'Odd calls.' })
    const answer = await desk.requestBlock(as('U0BEN'), { arn, reason: 'Here too.' })
    expect(answer).toEqual({ outcome: 'done', text: expect.stringMatching(/joined incident inc_\w+/) })
    expect(await realm.engine.store.listIncidents()).toHaveLength(1)
  })

  it.each([
    ['a stranger', 'U0EVE', arn, /may not ask for a block/],
    ['whoever names nothing that is an ARN', 'U0ANA', 'ci-deploy <!channel>', /ARN/],
    ['an account that is not served', 'U0ANA', 'arn:aws:iam::999988887777:user/x', /names no aws account 999988887777/],
  ])('%s is refused, on the system chain, and nothing is opened', async (_, user, given, reason) => {
    const { desk, realm } = deskLab({ rules, people })
    const answer = await desk.requestBlock(as(user), { arn: given, reason: 'x' })
    expect(answer).toEqual({ outcome: 'refused', text: expect.stringMatching(reason) })
    expect(await realm.engine.store.listIncidents()).toEqual([])
    expect(realm.systemLog.events).toMatchObject([{ what: 'BLOCK_REQUEST_REFUSED' }])
  })

  it('is opened in the account that the ARN names, though that one is not shown in Slack', async () => {
    const away = labRealm({ realm: { kind: 'live', accountId: '999988887777', endpoint: null } })
    const { desk, realm } = deskLab({ rules, people, hidden: [away] })
    await desk.requestBlock(as('U0ANA'), { arn: 'arn:aws:iam::999988887777:user/x', reason: 'Odd.' })
    expect(await realm.engine.store.listIncidents()).toEqual([])
    expect(await away.engine.store.listIncidents()).toHaveLength(1)
  })

  it('is not taken in the channel of exercises, where nobody means to be in earnest', async () => {
    const live = labRealm({ realm: { kind: 'live', accountId: '999988887777', endpoint: null } })
    const drill = labRealm({ realm: { kind: 'exercise', accountId: '999988887777', endpoint: null } })
    const places = [
      { realm: live, channel: 'C0LIVE' },
      { realm: drill, channel: aSender.channel },
    ]
    const { desk } = deskLab({ rules, people, places })
    const answer = await desk.requestBlock(as('U0ANA'), { arn: 'arn:aws:iam::999988887777:user/x', reason: 'Odd.' })
    expect(answer).toEqual({ outcome: 'refused', text: expect.stringMatching(/This is the channel of exercises/) })
    expect(await live.engine.store.listIncidents()).toEqual([])
  })
})
