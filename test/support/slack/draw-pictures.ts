/** Draws the pictures of the documentation: node scripts/run-ts.mjs test/support/slack/draw-pictures.ts docs/pictures */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { SlackPost } from '../../../integrations/slack/incident-card.js'
import { postsOf } from '../../../integrations/slack/messages/posts-of.js'
import { slackBuilders } from '../../../integrations/slack/messages/slack-builders.js'
import type { Story } from '../../src/report/story.js'
import { drawHome, drawMessage, drawModal } from './draw-blocks.js'
import { aClick, approvedBy, asked, blocked, cardOf, contained, deskIncidents, restoreAsked } from './sample-cards.js'

const asking = { sign: () => 'signed', channel: 'C0SEC0001' }
const banner = 'EXERCISE · endpoint 127.0.0.1:4566 is not AWS'

function post(story: Story, slot: string, banner = ''): SlackPost {
  const found = postsOf(cardOf(story, { banner }), asking).findLast((one) => one.slot.startsWith(slot))
  if (found === undefined) throw new Error(`No message ${slot}.`)
  return found
}

const halfWay = approvedBy(asked(), 'ana', 'The owner says it was not them (SEC-142).')
const pages: Readonly<Record<string, string>> = {
  'slack-headline-waiting': drawMessage(post(asked(), 'headline')),
  'slack-approval-card': drawMessage({ ...post(halfWay, 'question:'), inThread: true }),
  'slack-decided-card': drawMessage({ ...post(blocked(), 'question:'), inThread: true }),
  'slack-headline-contained': drawMessage(post(contained(), 'headline')),
  'slack-verification': drawMessage({ ...post(contained(), 'verification'), inThread: true }),
  'slack-evidence': drawMessage({ ...post(contained(), 'evidence'), inThread: true }),
  'slack-restore-card': drawMessage({ ...post(restoreAsked(), 'question:'), inThread: true }),
  'slack-exercise-card': drawMessage({ ...post(asked(), 'question:', banner), inThread: true }),
  'slack-home': drawHome(slackBuilders.homeView(deskIncidents)),
  'slack-decide-modal': drawModal(slackBuilders.decideModal(aClick)),
  'slack-restore-modal': drawModal(slackBuilders.restoreModal(aClick.incidentId)),
  'slack-plan-modal': drawModal(slackBuilders.planModal(cardOf(asked()))),
  'slack-help': drawMessage({ blocks: slackBuilders.helpBlocks() }),
}

const folder = resolve(process.argv[2] ?? 'docs/pictures')
const work = mkdtempSync(join(tmpdir(), 'slack-pictures-'))
for (const [name, html] of Object.entries(pages)) draw(name, html)
rmSync(work, { recursive: true })

/** Chromium takes pictures of a window, so the page tells its own height first. */
function draw(name: string, html: string): void {
  const file = join(work, `${name}.html`)
  writeFileSync(file, `${html}<script>document.title = 'height ' + document.body.scrollHeight</script>`)
  const measured = chromium(['--dump-dom', '--window-size=752,100', file])
  const height = Number(/<title>height (\d+)/.exec(measured)?.[1] ?? 0)
  if (height === 0) throw new Error(`${name} has no height.`)
  chromium([
    `--screenshot=${join(folder, `${name}.png`)}`,
    `--window-size=752,${height + 4}`,
    '--hide-scrollbars',
    file,
  ])
}

function chromium(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('chromium', ['--headless', '--no-sandbox', '--disable-gpu', ...args], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`chromium failed: ${stderr}`)
  return stdout
}
