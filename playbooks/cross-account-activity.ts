import { anywhere, everyStage, firstContext } from './stages/incident-frame.js'
import { incidentSetup } from './stages/incident-setup.js'
import { awaitingWiderApproval, widening } from './stages/widen.js'

/**
 * While people are asked, one of them may want the other scope: the one session, or all of the role. The question is void
 * then, and the other plan is a question of its own: nobody approves what they were not shown.
 */
const awaitingApproval = incidentSetup.createStateConfig({
  ...everyStage.awaitingApproval,
  on: {
    ...everyStage.awaitingApproval.on,
    SCOPE_CHOSEN: { target: 'planning', actions: ['rememberBlockScope', 'rememberReason'] },
  },
})

/** Once one session is denied, whoever it was put against may come back in another: the whole role is then a question of its own. */
const widen = {
  SCOPE_CHOSEN: {
    guard: 'wantsMoreThanStands',
    target: '#incident.awaitingWiderApproval',
    actions: 'rememberWidening',
  },
} as const

const contained = incidentSetup.createStateConfig({
  ...everyStage.contained,
  on: { ...everyStage.contained.on, ...widen },
})

const needsHuman = incidentSetup.createStateConfig({
  ...everyStage.needsHuman,
  on: { ...everyStage.needsHuman.on, ...widen },
})

/**
 * Cross-account activity: an account or a principal asks for a role that it never used. Who asked, did they ever before, who
 * else uses the role? Where others do routinely, and the session is known, that one session is denied, else the role; where
 * they come back in another session people are told, and can have the whole role denied. The rest is
 * as for every compromised principal. ATT&CK T1078.004 (Valid Accounts: Cloud Accounts), T1550.001 (Application Access Token).
 * https://research.splunk.com/stories/aws_cross_account_activity/
 */
export const crossAccountActivity = incidentSetup.createMachine({
  id: 'incident',
  version: '1',
  context: ({ input }) => ({ ...firstContext({ input }), blockScope: { wish: 'byUse', chosenBy: null } }),
  initial: 'investigating',
  on: anywhere.on,
  states: { ...everyStage, awaitingApproval, contained, awaitingWiderApproval, widening, needsHuman },
})
