import { controls } from '../../controls.js'
import type { IncidentCard } from '../../incident-card.js'
import type { DeskIncident } from '../../slack-desk.js'
import { fitParts } from '../fit/fit-parts.js'
import { actions, context, header, linkButton, type Part, section } from '../fit/parts.js'
import { summaryParts } from '../posts/headline.js'
import { bannerParts } from '../posts/post.js'
import { joined, mrkdwn, sentence } from '../text/mrkdwn.js'
import { incidentPart } from './incident-lines.js'

const verbs = [
  ['list', 'open incidents, and which of them wait for you'],
  ['show INCIDENT', 'one incident: where it stands, what is next'],
  ['block ARN', 'ask for a block by hand; other people than you approve it'],
  ['restore INCIDENT', 'ask to give access back, as a false alarm or a real compromise'],
  ['vouch INCIDENT', 'stand for a finding that could have been forged; other people than you approve the block'],
  ['name INCIDENT', 'say whom an incident is about whose finding does not tell'],
  ['exercise', 'exercises in a simulated account: what goes on here, or what could be played'],
  ['exercise ask QUESTION', 'while one goes on: a question to its facilitator'],
  ['status', 'whether Tourniquet works: brakes, queues, accounts'],
  ['help', 'this page'],
] as const

/** `/tourniquet help`: what can be typed, what else can be done, and what to do when Slack is down. */
export function helpBlocks(noteReaction: string = controls.noteReaction): Part[] {
  const rows = verbs.map(([verb, does]) => mrkdwn`\`${'/tourniquet'} ${verb}\`  ${does}`)
  return fitParts([
    header('What you can do here'),
    section(joined(rows, '\n')),
    section(
      mrkdwn`*Approve or deny* with the buttons of a card. You are asked why; your name and reason go on the record. Silence approves nothing.`,
    ),
    section(
      mrkdwn`*Keep a message* for the timeline: react with :${noteReaction}: or choose "Add to incident timeline" from its menu.`,
    ),
    context(
      mrkdwn`Only you see this. When Slack is down everything goes on: \`tourniquet incidents list\`, \`approve\`, \`deny\` and \`restore\` do the same from a terminal.`,
    ),
  ])
}

/** `/tourniquet list` */
export function listBlocks(incidents: readonly DeskIncident[]): Part[] {
  const waiting = incidents.filter(({ waitsForYou }) => waitsForYou).length
  const sorted = incidents.toSorted((a, b) => Number(b.waitsForYou) - Number(a.waitsForYou))
  const most = 15
  return fitParts([
    header(incidents.length === 0 ? 'No incidents' : `${incidents.length} incident(s), ${waiting} waiting for you`),
    ...sorted.slice(0, most).map(incidentPart),
    ...(sorted.length > most ? [context(mrkdwn`and ${sorted.length - most} more: \`tourniquet incidents list\``)] : []),
  ])
}

/** `/tourniquet show INCIDENT`: the headline without its buttons, which belong to the channel. */
export function showBlocks(card: IncidentCard): Part[] {
  const { report, consoleUrl } = card
  const console = consoleUrl === null ? [] : [linkButton(controls.actions.openConsole, 'Open console', consoleUrl)]
  return fitParts([...bannerParts(report.banner), ...summaryParts(card), ...actions(...console)])
}

/** `/tourniquet status` */
export function statusBlocks(lines: readonly string[]): Part[] {
  const shown = lines.length === 0 ? [mrkdwn`Nothing is known.`] : lines.map((line) => mrkdwn`• ${sentence(line, 500)}`)
  return fitParts([header('Status'), section(joined(shown, '\n'))])
}
