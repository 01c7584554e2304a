import { incidentSetup } from './incident-setup.js'
import { watch } from './verify.js'

/**
 * The block held through the soak. It is watched until somebody asks to give access back; it never expires by itself. A
 * restore that came to nothing leads back here also from a soak that was cut short: that one is then gone through first.
 */
export const contained = incidentSetup.createStateConfig({
  ...watch,
  exit: 'forgetReason',
  always: { guard: 'isNotProven', target: 'verifying', actions: 'startSoakAgain' },
  on: { RESTORE_REQUESTED: { target: 'awaitingRestoreApproval', actions: 'rememberRestoreRequest' } },
})
