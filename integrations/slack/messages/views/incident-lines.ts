import { controls } from '../../controls.js'
import type { DeskIncident } from '../../slack-desk.js'
import { linkButton, type Part, section } from '../fit/parts.js'
import { code, type Mrkdwn, mrkdwn } from '../text/mrkdwn.js'
import { ago } from '../text/people-and-times.js'
import { stateTitle } from '../words/states.js'

/** One incident of a list: who, where it stands, since when; with the way to its thread. */
export function incidentPart(incident: DeskIncident): Part {
  const { permalink } = incident
  const words = incidentWords(incident)
  return permalink === null
    ? section(words)
    : section(words, linkButton(controls.actions.openThread, 'Open thread', permalink))
}

export function incidentWords(incident: DeskIncident): Mrkdwn {
  const { incidentId, state, principal, account, openedAt, blockedSince, isExercise } = incident
  const exercise = isExercise ? mrkdwn`*EXERCISE* · ` : mrkdwn``
  const blocked = blockedSince === null ? mrkdwn`` : mrkdwn` · blocked ${ago(blockedSince)}`
  return mrkdwn`${exercise}*${stateTitle(state)}: ${principal}*\n${account} · opened ${ago(openedAt)}${blocked} · ${code(incidentId)}`
}
