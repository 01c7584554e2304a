import type { ContainPlan } from '../domain/plan.js'
import type { BlockStatus } from './block-status.js'

/** How to take a block off: the proper way, and by hand where nothing else is left. */
export interface Undo {
  readonly note: string
  readonly commands: readonly string[]
}

/** null where no block of this plan can be in place. */
export function undoCommands(incidentId: string, plan: ContainPlan | null, block: BlockStatus): Undo | null {
  const write = plan?.writes[0]
  if (plan === null || write === undefined || block === 'none' || block === 'removed') return null
  const target = `--role-name ${shellWord(plan.entity.name)} --policy-name ${shellWord(write.policyName)}`
  return {
    note: `With credentials of account ${plan.entity.accountId}. ${endpointNote(plan.realm)}A block that is taken off by hand is found missing at the next look, and put back: the restore is the proper way.`,
    commands: [
      `tourniquet restore ${shellWord(incidentId)} --as false-alarm   # or --as compromise`,
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
