import { denyAllPolicy } from '../containment/document.js'
import type { Incident } from '../domain/incident.js'
import type { ContainPlan, PlannedWrite } from '../domain/plan.js'
import { blockTarget, entityTypeSchema } from '../domain/principal.js'
import { parseProfileArn } from '../domain/roles-anywhere.js'
import type { BlockStatus } from './block-status.js'
import { shellWord } from './shell-word.js'
import { type UndoTarget, undoCommandsOf } from './undo-commands.js'

/** How to take a block off: the proper way, and by hand where nothing else is left. */
export interface Undo {
  readonly note: string
  readonly commands: readonly string[]
}

/**
 * null where no block of ours can be in place. Where the plan is lost, the names come from the incident itself: a damaged
 * record must not leave anybody without a way to undo.
 */
export function undoOfIncident(incident: Incident, plan: ContainPlan | null, block: BlockStatus): Undo | null {
  const { containmentId, principal, unreported } = incident.snapshot.context
  if (containmentId === null || block === 'none' || block === 'removed') return null
  const { entity, writes, caution } = plan === null ? guessed(incident, containmentId) : { ...plan, caution: '' }
  const byHand = entity === null ? [] : undoCommandsOf(entity, writes, incident.realm)
  return {
    note: `${caution}${unreported === null ? '' : maybeWider(containmentId)}With credentials of account ${principal.accountId}. ${endpointNote(incident.realm)}A block that is taken off by hand is found missing at the next look, and put back: the restore is the proper way.`,
    commands: [`tourniquet restore ${shellWord(incident.id)} --as false-alarm   # or --as compromise`, ...byHand],
  }
}

/** The card is filed before anything is written, so it has also what nobody reported. */
function maybeWider(containmentId: string): string {
  return `A wider block was ordered, and whether it stands is not known; the undo card of ${containmentId} has it word for word. `
}

interface Target {
  readonly entity: UndoTarget | null
  readonly writes: readonly PlannedWrite[]
  readonly caution: string
}

/** The usual block of the incident's principal: what else the plan held is on the undo card. */
function guessed({ snapshot }: Incident, containmentId: string): Target {
  const { type, name, arn, uniqueId } = blockTarget(snapshot.context.principal)
  if (type === 'rolesAnywhereProfile')
    return guessedProfile({ type, name, ...(arn === undefined ? {} : { arn }) }, uniqueId)
  const known = entityTypeSchema.safeParse(type)
  const { name: policyName, document } = denyAllPolicy(containmentId)
  return {
    entity: known.success ? { type: known.data, name } : null,
    writes: [{ kind: 'putPolicy', purpose: 'denyAll', policyName, document }],
    caution: `The plan is lost, so this is the block as it usually is; the undo card of ${containmentId} has it word for word. `,
  }
}

/** Which trust anchors were turned off with it nobody could guess. */
function guessedProfile(entity: UndoTarget, profileId = ''): Target {
  const id = profileId || (parseProfileArn(entity.arn ?? '')?.profileId ?? '')
  return {
    entity: id === '' ? null : entity,
    writes: [{ kind: 'setProfileEnabled', purpose: 'disableProfile', profileId: id, enabled: false }],
    caution: 'The plan is lost, so this is the profile alone; the undo card names the trust anchors. ',
  }
}

/** The last part of a realm names the endpoint. Without it these commands would go to AWS itself. */
function endpointNote(realm: string): string {
  const endpoint = realm.split('/').at(-1)
  return endpoint === undefined || endpoint === 'aws'
    ? ''
    : `This realm is not AWS: set AWS_ENDPOINT_URL to ${endpoint} first. `
}
