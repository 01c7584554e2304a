import { fillAwsTime } from '../src/containment/document.js'
import { isOwnPolicy } from '../src/containment/own-policy.js'
import { assertNever } from '../src/domain/assert-never.js'
import type { WriteDone } from '../src/domain/incident-event.js'
import { objectOf, operationOf, type PlannedWrite } from '../src/domain/plan.js'
import { type Entity, iamEntity } from '../src/domain/principal.js'
import type { AwsWriter, SendGuard, WriteReceipt } from '../src/ports.js'
import { regionOf } from './describe-entity.js'

/** How one planned write ended. `at` is AWS's clock; null where nothing had to be sent. */
export type Applied =
  | { readonly status: 'written'; readonly done: WriteDone; readonly at: string }
  | { readonly status: 'adopted'; readonly done: WriteDone; readonly at: null }
  | { readonly status: 'conflict'; readonly reason: string }

/** What a write is carried out with. */
export interface WriteScope {
  readonly aws: AwsWriter
  readonly entity: Entity
  readonly containmentId: string
  /** AWS's clock a moment ago: fills the date of a revoke policy. */
  readonly awsTime: string
  readonly guard: SendGuard
}

/**
 * Carries out one planned write, idempotently: what is already as planned is adopted and nothing is sent. A policy whose text
 * is not ours is neither overwritten nor removed, unless its name can only be ours. IAM has no compare-and-set, so what
 * changes between this read and the write, a fraction of a second, cannot be seen.
 */
export async function applyWrite(scope: WriteScope, write: PlannedWrite): Promise<Applied> {
  switch (write.kind) {
    case 'putPolicy':
      return putPolicy(scope, write)
    case 'deletePolicy':
      return deletePolicy(scope, write)
    case 'attachPolicy':
    case 'detachPolicy':
      return changeAttachment(scope, write)
    case 'setKeyStatus':
      return setKeyStatus(scope, write)
    case 'setProfileEnabled':
    case 'setTrustAnchorEnabled':
      return setEnabled(scope, write)
    default:
      return assertNever(write, 'planned write')
  }
}

async function putPolicy(scope: WriteScope, write: PlannedWrite & { kind: 'putPolicy' }): Promise<Applied> {
  const { aws, entity, containmentId, awsTime, guard } = scope
  const present = await aws.iam.readInlinePolicy(iamEntity(entity), write.policyName)
  if (present !== null && isOwnPolicy(write, present, containmentId)) return adopted(scope, write)
  if (present !== null && !write.policyName.includes(containmentId)) {
    return { status: 'conflict', reason: `A policy ${write.policyName} is there, and its text is not ours.` }
  }
  const document = write.purpose === 'revokeOlderSessions' ? fillAwsTime(write.document, awsTime) : write.document
  return written(
    scope,
    write,
    await aws.iam.putInlinePolicy(iamEntity(entity), { name: write.policyName, document }, guard),
  )
}

async function deletePolicy(scope: WriteScope, write: PlannedWrite & { kind: 'deletePolicy' }): Promise<Applied> {
  const { aws, entity, containmentId, guard } = scope
  const present = await aws.iam.readInlinePolicy(iamEntity(entity), write.policyName)
  if (present === null) return adopted(scope, write)
  if (!isOwnPolicy(write, present, containmentId)) {
    const reason = `Policy ${write.policyName} is not the text that we wrote any more. It was left as it is.`
    return { status: 'conflict', reason }
  }
  return written(scope, write, await aws.iam.deleteInlinePolicy(iamEntity(entity), write.policyName, guard))
}

async function changeAttachment(
  scope: WriteScope,
  write: PlannedWrite & { kind: 'attachPolicy' | 'detachPolicy' },
): Promise<Applied> {
  const { aws, guard } = scope
  const entity = iamEntity(scope.entity)
  const attached = (await aws.iam.listAttachedPolicies(entity))?.includes(write.policyArn) ?? false
  if (write.kind === 'attachPolicy') {
    return attached
      ? adopted(scope, write)
      : written(scope, write, await aws.iam.attachPolicy(entity, write.policyArn, guard))
  }
  return attached
    ? written(scope, write, await aws.iam.detachPolicy(entity, write.policyArn, guard))
    : adopted(scope, write)
}

/** A key that is gone can do nothing, whichever way it was to be set. */
async function setKeyStatus(scope: WriteScope, write: PlannedWrite & { kind: 'setKeyStatus' }): Promise<Applied> {
  const { aws, entity, guard } = scope
  const keys = await aws.iam.listAccessKeys(entity.name)
  const key = keys?.find(({ accessKeyId }) => accessKeyId === write.accessKeyId)
  if (key === undefined || key.status === write.status) return adopted(scope, write)
  return written(scope, write, await aws.iam.setKeyStatus(entity.name, write.accessKeyId, write.status, guard))
}

/** A profile or a trust anchor that is gone lets nobody in, whichever way it was to be set. */
async function setEnabled(
  scope: WriteScope,
  write: PlannedWrite & { kind: 'setProfileEnabled' | 'setTrustAnchorEnabled' },
): Promise<Applied> {
  const { aws, entity, guard } = scope
  const anywhere = aws.rolesAnywhere(regionOf(entity))
  if (write.kind === 'setProfileEnabled') {
    const profile = await anywhere.profile(write.profileId)
    if (profile === null || profile.enabled === write.enabled) return adopted(scope, write)
    return written(scope, write, await anywhere.setProfileEnabled(write.profileId, write.enabled, guard))
  }
  const anchor = await anywhere.trustAnchor(write.trustAnchorId)
  if (anchor === null || anchor.enabled === write.enabled) return adopted(scope, write)
  return written(scope, write, await anywhere.setTrustAnchorEnabled(write.trustAnchorId, write.enabled, guard))
}

function adopted(scope: WriteScope, write: PlannedWrite): Applied {
  return { status: 'adopted', done: doneBy(scope, write, null), at: null }
}

/** No receipt: somebody was faster, and there was nothing left to do. */
function written(scope: WriteScope, write: PlannedWrite, receipt: WriteReceipt | null): Applied {
  if (receipt === null) return adopted(scope, write)
  return { status: 'written', done: doneBy(scope, write, receipt.requestId), at: receipt.at }
}

/** How a write is recorded. Without a request id nothing was sent: it was so already. */
export function doneBy({ entity }: WriteScope, write: PlannedWrite, requestId: string | null): WriteDone {
  return { operation: operationOf(entity.type, write), object: objectOf(write), requestId }
}
