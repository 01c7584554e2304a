import type { Button } from '@slack/types'
import { whyNotWider } from '../../../../src/containment/wider-plan.js'
import { controls } from '../../controls.js'
import type { IncidentCard } from '../../incident-card.js'
import { actions, button, context, header, linkButton, type Part, section } from '../fit/parts.js'
import { bold, code, mrkdwn, sentence } from '../text/mrkdwn.js'
import { gravest, severityOf } from '../words/finding-words.js'
import { stateTitle } from '../words/states.js'
import { accountOf, targetOf } from '../words/target.js'
import { nextStep } from './next-step.js'
import type { Draft } from './post.js'
import { stageLines } from './stages.js'

/** The one message of an incident in the channel: where it stands, what was done, what is next. */
export function headline(card: IncidentCard): Draft {
  const { report } = card
  const target = targetOf(report)
  const text = mrkdwn`${titleOf(card)}: ${target} in ${accountOf(report, card.accountName)}. Severity ${severityOf(report)}.`
  return {
    slot: 'headline',
    place: 'headline',
    at: report.path[0]?.at ?? '',
    text,
    parts: [...summaryParts(card), ...actions(...buttonsOf(card))],
  }
}

/** The same without buttons, for whoever asked to see one incident. */
export function summaryParts(card: IncidentCard): Part[] {
  const { report } = card
  const finding = gravest(report)
  const type = finding === null ? mrkdwn`` : mrkdwn` · ${code(finding.type, 120)}`
  return [
    header(`${exerciseWord(report.banner)}${titleOf(card)}: ${targetOf(report)}`),
    section(mrkdwn`*Severity ${severityOf(report)}* · account ${accountOf(report, card.accountName)}${type}`),
    ...(report.doubt === null ? [] : [section(mrkdwn`${bold('Doubt:')} ${sentence(report.doubt, 600)}`)]),
    ...(report.block === 'none' ? [] : [section(mrkdwn`${report.statement.sentence}`)]),
    section(stageLines(card)),
    section(mrkdwn`${bold('Next:')} ${nextStep(card)}`),
    context(mrkdwn`${code(report.incidentId)} · ${report.playbook} · times in UTC · details in the thread`),
  ]
}

/** Headers are read alone in previews, so they say it beside the banner. */
export function exerciseWord(banner: string): string {
  return banner.startsWith('EXERCISE') ? 'EXERCISE · ' : ''
}

/** "Contained" is never said without how it is known. */
function titleOf({ report }: IncidentCard): string {
  if (report.state !== 'contained') return stateTitle(report.state)
  const { enforcement } = report.verdict
  const proof = {
    observed: 'enforcement observed',
    notObserved: 'enforcement not observed',
    violated: 'enforcement violated',
  }
  return `${report.statement.headline} (${proof[enforcement]})`
}

function buttonsOf(card: IncidentCard): Button[] {
  const { report, consoleUrl } = card
  const { actions: ids } = controls
  const { incidentId, state, block } = report
  const isStopped = state === 'needsHuman'
  const mayRestore = state === 'contained' || (isStopped && (block === 'inPlace' || block === 'missing'))
  const mayClose =
    state === 'unresolved' || state === 'unconfirmed' || (isStopped && (block === 'none' || block === 'removed'))
  return [
    ...(mayRestore ? [button(ids.requestRestore, 'Restore access...', incidentId)] : []),
    ...(mayWiden(card) ? [button(ids.widen, 'Deny the whole role...', incidentId)] : []),
    ...(state === 'unresolved' ? [button(ids.namePrincipal, 'Name the principal...', incidentId)] : []),
    ...(state === 'unconfirmed' ? [button(ids.vouch, 'Vouch for the finding...', incidentId)] : []),
    ...(isStopped ? [button(ids.retry, 'Retry: let it go on...', incidentId)] : []),
    ...(mayClose ? [button(ids.close, 'Close the incident...', incidentId)] : []),
    ...(consoleUrl === null ? [] : [linkButton(ids.openConsole, 'Open console', consoleUrl)]),
  ]
}

/** Where one session is denied by choice: what is asked for is a question of its own, on a plan that does not exist yet. */
function mayWiden({ report: { state, block, plan } }: IncidentCard): boolean {
  if (plan.status !== 'known' || plan.content.scope === undefined || block !== 'inPlace') return false
  return (state === 'contained' || state === 'needsHuman') && whyNotWider(plan.content) === null
}
