import { controls } from '../../../../integrations/slack/controls.js'
import { everyControl, idleControls } from '../../../support/slack/every-control.js'
import { scriptedDesk } from '../../../support/slack/scripted-desk.js'
import { type ServedSlack, serveSlack, signingSecret } from '../../../support/slack/served-slack.js'
import { aPress, aSender, aSubmission, signedRequest } from '../../../support/slack/signed-request.js'

const names = Object.keys(everyControl)
const active = names.filter((name) => !idleControls.includes(name))
/** Needs no database: a form is opened from what the button or the command says itself. */
const formOnly: readonly string[] = [
  controls.actions.approve,
  controls.actions.deny,
  controls.actions.requestRestore,
  controls.actions.vouch,
  controls.actions.namePrincipal,
  controls.actions.widen,
  controls.actions.retry,
  controls.actions.close,
]
const request = (name: string, sender = aSender) => everyControl[name]?.(sender) ?? {}

describe('everything that can be pressed, sent or typed', () => {
  const desk = scriptedDesk()
  let slack: ServedSlack
  beforeAll(async () => {
    slack = await serveSlack(desk.desk)
  })
  beforeEach(() => {
    for (const list of [desk.asked, slack.modals, slack.whispers, slack.messages, slack.homes, slack.lines])
      list.length = 0
    desk.release()
  })
  afterAll(() => slack.close())

  it('is named once, and has exactly one listener', () => {
    const { actions, modals, command, shortcut } = controls
    const named = [...Object.values(actions), ...Object.values(modals), command, shortcut]
    const listeners: unknown = Reflect.get(slack.app.bolt, 'listeners')

    expect([...names].sort()).toEqual([...named, 'reaction_added', 'app_home_opened'].sort())
    expect(new Set(named).size).toBe(named.length)
    expect(listeners).toHaveLength(names.length)
  })

  it.each(names)('is answered by one listener: %s', async (name) => {
    const { status, tookMs } = await slack.send(request(name))

    expect(status).toBe(200)
    expect(tookMs).toBeLessThan(2_500)
    expect(slack.lines.filter(({ level }) => level !== 'info')).toEqual([])
    const did = desk.asked.length + slack.modals.length
    expect(did).toBe(idleControls.includes(name) ? 0 : 1)
  })

  it.each(names)('is answered in time by a desk that hangs: %s', async (name) => {
    desk.mood.of = 'hanging'
    const { status, tookMs } = await slack.post(request(name))
    expect(status).toBe(200)
    expect(tookMs).toBeLessThan(2_500)
    desk.release()
    await slack.app.idle()
    expect(slack.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it.each(active)('tells the person that it went wrong, and nobody what: %s', async (name) => {
    desk.mood.of = 'throwing'
    const { status, text } = await slack.send(request(name))

    expect(status).toBe(200)
    const seen = JSON.stringify([text, slack.whispers, slack.messages, slack.modals, slack.homes])
    expect(seen).not.toMatch(/postgres|hunter2|\.ts:|at async/)
    if (formOnly.includes(name)) return expect(slack.modals).toHaveLength(1)
    expect(slack.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
    // A reaction and App Home have nobody who waits for an answer.
    if (name !== 'reaction_added' && name !== 'app_home_opened')
      expect(seen).toMatch(/Something went wrong \([0-9a-f]{8}\)/)
  })

  const strangers = [
    ['another workspace', { ...aSender, teamId: 'T0OTHER' }, 'the workspace T0OTHER'],
    ['another app', { ...aSender, appId: 'A0OTHER' }, 'the app A0OTHER'],
  ] as const
  it.each(
    strangers.flatMap(([whence, sender, why]) =>
      active
        // Slack does not say which app a message shortcut is of.
        .filter((name) => !(name === controls.shortcut && sender.appId !== aSender.appId))
        .map((name) => ({ whence, sender, why, name })),
    ),
  )('is refused and noted from $whence: $name', async ({ sender, why, name }) => {
    const { status } = await slack.send(request(name, sender))

    expect(status).toBe(200)
    expect(desk.asked.map(({ method }) => method)).toEqual(['refuseClick'])
    expect(desk.of('refuseClick')[0]?.[1]).toContain(why)
    expect(slack.modals).toEqual([])
  })

  it.each(active.filter((name) => name !== controls.command && !name.endsWith('_added') && !name.endsWith('_opened')))(
    'is refused of a guest of a shared channel, whose workspace is another: %s',
    async (name) => {
      const guest = { ...request(name), user: { id: 'U0GUEST', team_id: 'T0THEIRS' } }
      await slack.send(guest)

      expect(desk.of('refuseClick').map(([, why]) => why)).toEqual([expect.stringContaining('workspace T0THEIRS')])
      expect(desk.asked).toHaveLength(1)
    },
  )

  it('counts where the app is installed for the whole organisation: the user’s own workspace is meant', async () => {
    const { actions } = controls
    await slack.send({
      ...request(actions.askOwner),
      team: null,
      is_enterprise_install: true,
      enterprise: { id: 'E0', name: 'x' },
    })

    expect(desk.asked.map(({ method }) => method)).toEqual(['askOwner'])
  })

  it.each([controls.actions.askOwner, controls.actions.showPlan, controls.actions.retry, controls.actions.approve])(
    'is refused from a channel that is none of ours: %s',
    async (name) => {
      await slack.send(request(name, { ...aSender, channel: 'C0ELSEWHERE' }))

      expect(desk.of('refuseClick').map(([, why]) => why)).toEqual([expect.stringContaining('channel C0ELSEWHERE')])
      expect(slack.modals).toEqual([])
    },
  )

  it('of an older version is acknowledged at once and leads to nothing', async () => {
    const old = [
      aPress('tq_of_last_year', 'x'),
      aSubmission({ callback_id: 'tq_of_last_year' }, {}),
      { ...request(controls.command), command: '/tourniquette' },
      { ...request(controls.shortcut), callback_id: 'tq_of_last_year' },
    ]
    for (const payload of old) {
      const { status, tookMs } = await slack.send(payload)
      expect([status, tookMs < 2_000]).toEqual([200, true])
    }
    expect([desk.asked, slack.modals]).toEqual([[], []])
    expect(slack.lines.filter(({ message }) => message.includes('no listener'))).toHaveLength(old.length)
  })

  it('may be sent again with Slack’s retry headers: the retry is taken where the first never came', async () => {
    const signed = signedRequest(request('reaction_added'), { signingSecret })
    await slack.raw({
      ...signed,
      headers: { ...signed.headers, 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
    })
    await slack.app.idle()

    expect(desk.of('addNote')).toHaveLength(1)
  })
})
