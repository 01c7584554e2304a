import { managedDenyAllArn, ownedBy, revokeDateOf } from '../containment/document.js'
import { decodePolicyDocument, statementsOf } from '../containment/policy-text.js'
import type { Partition } from '../domain/partition.js'
import type { PlannedWrite } from '../domain/plan.js'
import type { EntityRef } from '../domain/principal.js'
import type { InventoryEntity } from '../ports.js'
import type { EndedContainment, KnownBlocks } from './standing-blocks.js'
import { type CommandRealm, undoCommands } from './undo-commands.js'

/** Something in IAM that is ours, or may be. */
export interface OwnTrace {
  readonly entity: EntityRef & { readonly arn: string }
  /** The policy's name; the ARN of a managed one. */
  readonly policy: string
  /** null for AWSDenyAll: it carries no mark, and may be the customer's own. */
  readonly containmentId: string | null
  readonly write: PlannedWrite
}

/** A trace that no open incident accounts for. */
export interface Orphan extends OwnTrace {
  /** In one sentence: what is known of it, and what to look at before it is taken off. */
  readonly note: string
  readonly commands: readonly string[]
}

/**
 * Everything of ours that IAM itself shows: inline policies with our `Sid`, and AWSDenyAll wherever it is attached. Keys
 * that were turned off carry no mark; the undo cards name them.
 */
export function ownTracesIn(inventory: readonly InventoryEntity[], partition: Partition): OwnTrace[] {
  const denyAllArn = managedDenyAllArn(partition)
  return inventory.flatMap((entity) => [
    ...entity.inlinePolicies.flatMap(({ name, document }): OwnTrace[] => {
      const containmentId = ownedBy(document)
      if (containmentId === null) return []
      const write = {
        kind: 'putPolicy',
        purpose: purposeOf(document, containmentId),
        policyName: name,
        document,
      } as const
      return [{ entity: refOf(entity), policy: name, containmentId, write }]
    }),
    ...entity.attachedPolicies
      .filter((arn) => arn === denyAllArn)
      .map((policyArn): OwnTrace => {
        const write = { kind: 'attachPolicy', purpose: 'denyAll', policyArn } as const
        return { entity: refOf(entity), policy: policyArn, containmentId: null, write }
      }),
  ])
}

/**
 * The traces that no open incident accounts for, each with the commands that take it off. `known` null: there was nothing to
 * compare with, and every trace is listed. What an ended restore left on purpose is listed with that word: it is ours to
 * tell of, and theirs to decide about.
 */
export function orphansAmong(traces: readonly OwnTrace[], known: KnownBlocks | null, realm: CommandRealm): Orphan[] {
  return traces
    .filter((trace) => known === null || !isAccountedFor(trace, known))
    .map((trace) => ({
      ...trace,
      note: noteOn(trace, known),
      commands: undoCommands(trace.entity, [trace.write], realm),
    }))
}

function isAccountedFor({ containmentId, policy, entity }: OwnTrace, { blocks }: KnownBlocks): boolean {
  if (containmentId !== null) return blocks.some((block) => block.containmentId === containmentId)
  return blocks.some(({ attached, entity: theirs }) => attached.includes(policy) && theirs?.arn === entity.arn)
}

function noteOn(trace: OwnTrace, known: KnownBlocks | null): string {
  const isChanged = trace.write.kind === 'putPolicy' && holdsMore(trace.write.document)
  return isChanged ? `${originOf(trace, known)} It holds more than we wrote: look at it first.` : originOf(trace, known)
}

function originOf({ containmentId, write }: OwnTrace, known: KnownBlocks | null): string {
  if (containmentId === null) {
    return 'AWSDenyAll carries no mark: it may be your own. An undo card or the audit record tells whether we attached it.'
  }
  if (known === null) return `Of ${containmentId}; it was not compared with any incident.`
  const ended = known.ended.find((each) => each.containmentId === containmentId)
  if (ended === undefined) return `Of ${containmentId}, which is no incident of this server.`
  return noteOnEnded(ended, write)
}

function noteOnEnded({ incidentId, state, restoreAs }: EndedContainment, write: PlannedWrite): string {
  const isLeftOnPurpose = restoreAs === 'compromise' && 'purpose' in write && write.purpose === 'revokeOlderSessions'
  return isLeftOnPurpose
    ? `Left on purpose by the restore of ${incidentId} as a compromise: it keeps older sessions dead, and may go once they have all expired.`
    : `Of ${incidentId}, which is ${state} and holds that nothing of it stands.`
}

function refOf({ type, name, arn }: InventoryEntity): OwnTrace['entity'] {
  return { type, name, arn }
}

/** A policy that keeps older sessions dead is told from a block, because a restore may leave it on purpose. */
function purposeOf(document: string, containmentId: string): 'denyAll' | 'revokeOlderSessions' {
  return revokeDateOf(document, containmentId) === null ? 'denyAll' : 'revokeOlderSessions'
}

function holdsMore(document: string): boolean {
  const decoded = decodePolicyDocument(document)
  return decoded.ok && statementsOf(decoded.document).length > 1
}
