import type { IncidentInput, Timing } from '../src/domain/incident-context.js'
import { anywhere, everyStage, firstContext } from './stages/incident-frame.js'
import { incidentSetup } from './stages/incident-setup.js'

/** AWS answers one request a second for all profiles of an account and Region, to everybody there: looks leave some to others. */
const LEAST_BETWEEN_LOOKS_MS = 4_000

/** The looks of a soak, none sooner than that after the one before; the last, which decides, is always kept. */
function spaced(looks: Timing['soakLooks']): Timing['soakLooks'] {
  const kept: Timing['soakLooks'] = []
  for (const look of looks.slice(0, -1)) {
    if (look.atMs - (kept.at(-1)?.atMs ?? 0) >= LEAST_BETWEEN_LOOKS_MS) kept.push(look)
  }
  return [...kept, ...looks.slice(-1)]
}

function calmly(input: IncidentInput): IncidentInput {
  return { ...input, timing: { ...input.timing, soakLooks: spaced(input.timing.soakLooks) } }
}

/**
 * There are no sessions that a profile's restore could revoke: after a false alarm it is enabled again, after a compromise it
 * and its trust anchors stay off, and the incident ends.
 */
const restoring = incidentSetup.createStateConfig({
  ...everyStage.restoring,
  initial: 'removing',
  states: {
    removing: everyStage.restoring.states.removing,
    confirming: everyStage.restoring.states.confirming,
  },
})

/**
 * Roles Anywhere profile: somebody made a profile that hands out roles to whoever holds a certificate (ATT&CK T1098.003,
 * T1550.001). Who made it, which roles, which trust anchors, was it used? The incident is about the profile: it is what is
 * disabled, watched and enabled again. The other stages are as the other playbooks have them.
 * https://www.elastic.co/docs/reference/security/prebuilt-rules/rules/integrations/aws/persistence_iam_roles_anywhere_profile_created
 */
export const rolesAnywhereProfile = incidentSetup.createMachine({
  id: 'incident',
  version: '1',
  context: ({ input }) => firstContext({ input: calmly(input) }),
  initial: 'investigating',
  on: anywhere.on,
  states: { ...everyStage, restoring },
})
