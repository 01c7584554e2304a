import { deskLab, type LabOptions, labRealm, recordsOf, standsAs } from '../../support/slack/desk-lab.js'
import { aSender } from '../../support/slack/signed-request.js'
import { anIncidentAt } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana'], quorum: 1 },
  restore: { approvers: ['ana'], quorum: 1 },
  viewers: ['vic'],
}
const people = new Map([
  ['U0ANA', 'ana'],
  ['U0VIC', 'vic'],
])
const { channel } = aSender
const as = (userId: string) => ({ userId, teamId: aSender.teamId, channelId: channel, appId: aSender.appId })
const headlineTs = '1767225600.000100'
const messageTs = '1767225600.000200'
const note = { incidentId: null, channel, messageTs, threadTs: headlineTs, text: 'It is mine.', author: 'U0VIC' }

/** An incident whose headline stands in the channel. */
async function shown(options: Partial<LabOptions> = {}) {
  const lab = deskLab({ rules, people, ...options })
  const incidentId = await anIncidentAt(lab.realm.engine, [])
  await standsAs(lab.realm.posts, incidentId, { slot: 'headline', channel, ts: headlineTs })
  const notes = async () =>
    (await recordsOf(lab.realm, incidentId)).flatMap(({ what, detail }) => (what === 'NOTE_ADDED' ? [detail] : []))
  return { ...lab, incidentId, notes }
}

describe('a message that is put on the timeline', () => {
  it('belongs to the incident in whose thread it stands, with author, time and link', async () => {
    const { desk, notes, incidentId, slack } = await shown()
    expect(await desk.addNote(as('U0ANA'), note)).toEqual({
      outcome: 'done',
      text: `It is on the timeline of ${incidentId}.`,
    })
    expect(await notes()).toEqual([
      {
        by: 'ana',
        text: 'It is mine.',
        author: 'vic',
        writtenAt: '2026-01-01T00:00:00.000Z',
        permalink: await slack.permalink(channel, messageTs),
        source: 'slack',
      },
    ])
  })

  it('is there once, whoever adds it how often', async () => {
    const { desk, notes } = await shown()
    await desk.addNote(as('U0ANA'), note)
    expect(await desk.addNote(as('U0VIC'), note)).toMatchObject({
      outcome: 'done',
      text: expect.stringMatching(/already/),
    })
    expect(await notes()).toHaveLength(1)
  })

  it('is our own message of the thread where the thread is not known', async () => {
    const { desk, notes } = await shown()
    await desk.addNote(as('U0ANA'), { ...note, messageTs: headlineTs, threadTs: null })
    expect(await notes()).toHaveLength(1)
  })

  it('is, by a reaction, its link: the app has not read the message', async () => {
    const { desk, notes } = await shown()
    await desk.addNote(as('U0ANA'), { ...note, text: '' })
    expect(await notes()).toMatchObject([{ text: expect.stringContaining('the link leads to it'), author: 'vic' }])
  })

  it.each([
    ['whoever adds it', 'U0ANA', ''],
    ['a member who is not in the configuration', 'U0EVE', 'slack:U0EVE'],
    ['an app, of which Slack names no author', '', 'an app in Slack'],
  ])('was written by %s', async (_, author, expected) => {
    const { desk, notes } = await shown()
    await desk.addNote(as('U0ANA'), { ...note, author })
    expect(await notes()).toMatchObject([{ author: expected }])
  })

  it('is kept without a link, and as of now, where Slack gives neither', async () => {
    const { desk, notes, slack } = await shown()
    slack.permalink = async () => {
      throw new Error('Slack is down.')
    }
    await desk.addNote(as('U0ANA'), { ...note, messageTs: 'none' })
    expect(await notes()).toMatchObject([{ permalink: null, writtenAt: '2026-03-01T10:00:00.000Z' }])
  })

  it('may be added by whoever may look, also outside the approvers’ user group', async () => {
    const { desk, notes, slack } = await shown({ approverGroup: 'S0SEC' })
    slack.groups.set('S0SEC', ['U0ANA'])
    expect((await desk.addNote(as('U0VIC'), note)).outcome).toBe('done')
    expect(await notes()).toHaveLength(1)
  })

  it('is refused to strangers, on the incident’s record', async () => {
    const { desk, notes, realm, incidentId } = await shown()
    expect((await desk.addNote(as('U0EVE'), note)).outcome).toBe('refused')
    expect(await notes()).toEqual([])
    const last = (await recordsOf(realm, incidentId)).at(-1)
    expect(last).toMatchObject({ what: 'REQUEST_REFUSED', actor: { name: 'slack:U0EVE' } })
  })

  it('is nowhere where its thread is of no incident, or of another channel', async () => {
    const { desk, notes } = await shown()
    for (const elsewhere of [{ threadTs: '1767225600.000999' }, { channel: 'C0OTHER' }]) {
      const answer = await desk.addNote(as('U0ANA'), { ...note, ...elsewhere })
      expect(answer).toMatchObject({ outcome: 'refused', text: expect.stringContaining('name the incident there') })
    }
    expect(await notes()).toEqual([])
  })

  it('goes to the incident that was named, if that one is shown in Slack', async () => {
    const { desk, notes, incidentId } = await shown()
    const hidden = labRealm({ realm: { accountId: '999988887777' } })
    expect((await desk.addNote(as('U0ANA'), { ...note, channel: 'C0OTHER', incidentId })).outcome).toBe('done')
    expect(await notes()).toHaveLength(1)
    const other = deskLab({ rules, people, hidden: [hidden] })
    const unseen = await anIncidentAt(hidden.engine, [])
    expect(await other.desk.addNote(as('U0ANA'), { ...note, incidentId: unseen })).toMatchObject({
      outcome: 'refused',
      text: expect.stringContaining(unseen),
    })
  })
})
