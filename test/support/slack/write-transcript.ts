/** Plays an incident through Slack's emulator and keeps what stood there: node scripts/run-ts.mjs test/support/slack/write-transcript.ts docs/slack-transcript.md */
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { controls } from '../../../integrations/slack/controls.js'
import { removeCliFolders } from '../run-cli.js'
import { postFinding, takenOf, untilState } from '../service/responder.js'
import { createServiceWorld } from '../service/service-world.js'
import { APP_ID, BOT_TOKEN, EmulatedWorkspace } from './emulated-workspace.js'
import { cardWith, type ShownIncident, shownIncident } from './shown-incident.js'
import { byHttp, SlackPerson } from './slack-person.js'
import { lineOf } from './transcript.js'

const SIGNING_SECRET = 'a-signing-secret-of-a-transcript'
const { actions, fields } = controls
const workspace = await EmulatedWorkspace.start()
const world = await createServiceWorld({
  databaseUrl: null,
  redisUrl: null,
  roles: ['ci-deploy'],
  slack: {
    ids: { ana: workspace.user('ana'), ben: workspace.user('ben') },
    section: {
      botToken: BOT_TOKEN,
      signingSecret: SIGNING_SECRET,
      teamId: workspace.teamId,
      appId: APP_ID,
      channel: workspace.channel('security'),
      exerciseChannel: workspace.channel('exercises'),
      apiUrl: workspace.apiUrl,
    },
  },
})
try {
  writeFileSync(process.argv[2] ?? 'docs/slack-transcript.md', await play())
} finally {
  await world.close()
  await workspace.close()
  await removeCliFolders()
}

async function play(): Promise<string> {
  const serve = await world.start(['serve'])
  const person = (name: string) => new SlackPerson(workspace, byHttp(serve.url, SIGNING_SECRET), name, 'exercises')
  const { incidentId } = takenOf(await postFinding(serve.url, world.finding({ role: 'ci-deploy', id: 'a'.repeat(32) })))
  const card = (actionId: string) => cardWith(workspace, 'exercises', incidentId, actionId)
  const headlines: string[] = []
  /** Once the headline says so. */
  const headline = async (words: RegExp): Promise<ShownIncident> => {
    for (;;) {
      const shown = await shownIncident(workspace, 'exercises', incidentId)
      if (words.test(shown.headline.text)) {
        headlines.push(lineOf(shown.headline))
        return shown
      }
      await pause(100)
    }
  }
  const question = await card(actions.approve)
  await headline(/decision|asked|wait/i)
  await person('ana').decide(question, actions.approve, 'Nobody of ours is there.')
  await untilState(serve.url, incidentId, ['contained'])
  await headline(/contained/i)
  const modal = await person('ben').press(await card(actions.requestRestore), actions.requestRestore)
  await person('ben').submit(modal ?? {}, {
    [fields.restoreAs]: { chosen: 'false-alarm' },
    [fields.reason]: 'The owner knows these calls.',
  })
  await person('ana').decide(await card(actions.approve), actions.approve, 'Seen and understood.')
  await untilState(serve.url, incidentId, ['closed'])
  await headline(/closed/i)
  for (;;) {
    const { thread } = await shownIncident(workspace, 'exercises', incidentId)
    // The report is the last to be posted, at the pace that Slack wants.
    if (/Closed: /.test(thread.at(-1)?.text ?? '')) return pageOf(headlines, thread.map(lineOf))
    await pause(100)
  }
}

function pageOf(headlines: readonly string[], thread: readonly string[]): string {
  const list = (lines: readonly string[]) => lines.map((line, index) => `${index + 1}. ${line}`).join('\n')
  return `# An incident, as it was read in Slack

One run against the emulator of Slack and the simulated account: a finding, Ana's approval, the block and its soak, Ben's wish to
give access back, Ana's approval of that, and the end. These are the lines that notifications show and screen readers say; the
cards themselves are in [slack.md](slack.md). Written by \`test/support/slack/write-transcript.ts\`.

The headline, as it was edited:

${list(headlines)}

Its thread at the end:

${list(thread)}
`
}
