import type { Incident } from '../domain/incident.js'
import type { ContainPlan } from '../domain/plan.js'
import type { BlockStatus } from './block-status.js'

/** How to take a block off: the proper way, and by hand where nothing else is left. */
export interface Undo {
  readonly note: string
  readonly commands: readonly string[]
}

/**
 * null where no block of ours can be in place. Where the plan is lost, the names come from the incident itself: a damaged
 * record must not leave anybody without a way to undo.
 */
export function undoCommands(incident: Incident, plan: ContainPlan | null, block: BlockStatus): Undo | null {
  const { containmentId, principal } = incident.snapshot.context
  if (containmentId === null || block === 'none' || block === 'removed') return null
  const policyName = plan?.writes[0]?.policyName ?? `DenyAll-${containmentId}`
  const target = `--role-name ${shellWord(plan?.entity.name ?? principal.name)} --policy-name ${shellWord(policyName)}`
  return {
    note: `With credentials of account ${principal.accountId}. ${endpointNote(incident.realm)}A block that is taken off by hand is found missing at the next look, and put back: the restore is the proper way.`,
    commands: [
      `tourniquet restore ${shellWord(incident.id)} --as false-alarm   # or --as compromise`,
      `aws iam get-role-policy ${target}`,
      `aws iam delete-role-policy ${target}`,
    ],
  }
}

/** The last part of a realm names the endpoint. Without it these commands would go to AWS itself. */
function endpointNote(realm: string): string {
  const endpoint = realm.split('/').at(-1)
  return endpoint === undefined || endpoint === 'aws'
    ? ''
    : `This realm is not AWS: set AWS_ENDPOINT_URL to ${endpoint} first. `
}

/** A word that a POSIX shell takes literally. */
function shellWord(text: string): string {
  return /^[\w+=,.@%:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
