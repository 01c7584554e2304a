import type { HomeView } from '@slack/types'
import type { DeskIncident } from '../../slack-desk.js'
import { home } from '../fit/fit-view.js'
import { context, divider, header, type Part, section } from '../fit/parts.js'
import { mrkdwn } from '../text/mrkdwn.js'
import { incidentPart } from './incident-lines.js'

/** Of each group: whoever has more open than this needs the list, not a page. */
const MOST = 12

/** What waits for this person, which blocks stand and since when, and what else there was. */
export function homeView(incidents: readonly DeskIncident[]): HomeView {
  const waiting = incidents.filter(({ waitsForYou }) => waitsForYou)
  const blocks = incidents.filter(({ blockedSince, waitsForYou }) => blockedSince !== null && !waitsForYou)
  const recent = incidents.filter(({ blockedSince, waitsForYou }) => blockedSince === null && !waitsForYou)
  return home([
    ...group('Waiting for you', waiting, 'Nothing waits for your decision.'),
    divider(),
    ...group('Active blocks', oldestFirst(blocks), 'No block stands.'),
    divider(),
    ...group('Recent', recent, 'No other incident.'),
    context(mrkdwn`Blocks do not expire by themselves. \`/tourniquet help\` tells what you can do here.`),
  ])
}

function group(title: string, incidents: readonly DeskIncident[], none: string): Part[] {
  const left = incidents.length - MOST
  return [
    header(`${title} (${incidents.length})`),
    ...(incidents.length === 0 ? [section(mrkdwn`${none}`)] : incidents.slice(0, MOST).map(incidentPart)),
    ...(left > 0 ? [context(mrkdwn`and ${left} more: \`/tourniquet list\``)] : []),
  ]
}

function oldestFirst(blocks: readonly DeskIncident[]): DeskIncident[] {
  return blocks.toSorted((a, b) => Date.parse(a.blockedSince ?? '') - Date.parse(b.blockedSince ?? '') || 0)
}
