import { objectOf, operationOf, type Plan, type PlannedWrite } from '../../../../src/domain/plan.js'
import { modeWords } from '../../../../src/report/mode-words.js'
import { count } from '../../../../src/report/words.js'
import { code, type Mrkdwn, mrkdwn } from '../text/mrkdwn.js'
import { shortDigest } from './digests.js'

/** One write as AWS will be asked for it: `PutRolePolicy DenyAll-cnt_…`. */
export function writeWords({ entity }: Plan, write: PlannedWrite): Mrkdwn {
  const to = write.kind === 'setKeyStatus' ? mrkdwn` to ${write.status}` : mrkdwn``
  return mrkdwn`${code(`${operationOf(entity.type, write)} ${objectOf(write)}`, 260)}${to}`
}

/** What each mode does and leaves, in words: the mode's name alone promises too much. */
export function modeLines(plan: Plan): Mrkdwn[] {
  return plan.kind === 'contain' ? plan.modes.map((mode) => mrkdwn`${mode}: ${modeWords[mode]}`) : []
}

/** `plan sha256:… · 1 AWS call · can be undone` */
export function planLine(plan: Plan, digest: string): Mrkdwn {
  const undo = plan.kind === 'contain' ? ' · can be undone' : ''
  return mrkdwn`plan ${code(shortDigest(digest))} · ${count(plan.writes.length, 'AWS call')}${undo}`
}
