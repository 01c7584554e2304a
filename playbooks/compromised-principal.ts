import { anywhere, everyStage, firstContext } from './stages/incident-frame.js'
import { incidentSetup } from './stages/incident-setup.js'

/**
 * Compromised principal: investigate, ask, block, prove the block, watch it, and give access back exactly.
 * ATT&CK T1078.004 (Valid Accounts: Cloud Accounts), T1550.001 (Application Access Token).
 */
export const compromisedPrincipal = incidentSetup.createMachine({
  // The same in every playbook: the shared stages name each other by it.
  id: 'incident',
  version: '1',
  context: firstContext,
  initial: 'investigating',
  on: anywhere.on,
  states: everyStage,
})
