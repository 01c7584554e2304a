/** Draws the pictures of the documentation: node scripts/run-ts.mjs test/support/slack/draw-pictures.ts docs/pictures */
import type { SlackPost } from '../../../integrations/slack/incident-card.js'
import { postsOf } from '../../../integrations/slack/messages/posts-of.js'
import { slackBuilders } from '../../../integrations/slack/messages/slack-builders.js'
import type { Story } from '../../src/report/story.js'
import { drawHome, drawMessage, drawModal } from './draw-blocks.js'
import { drawPages } from './draw-pages.js'
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

drawPages(pages, process.argv[2] ?? 'docs/pictures')
