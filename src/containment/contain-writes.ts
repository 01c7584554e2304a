import { isSessionName } from '../domain/arn.js'
import type { ContainMode, PlannedWrite } from '../domain/plan.js'
import { iamEntity } from '../domain/principal.js'
import type { ContainModes } from './contain-modes.js'
import {
  awsTimePlaceholder,
  denyAllPolicy,
  denySessionPolicy,
  managedDenyAllArn,
  type OwnPolicy,
  revokeOlderSessionsPolicy,
} from './document.js'
import { type PlanRefusal, planRefusals } from './plan-refusals.js'
import type { PreImage } from './pre-image.js'
import { fits, managedPolicyLimit } from './quota.js'

export interface ContainWritesInput {
  readonly containmentId: string
  readonly preImage: PreImage
  /** The session that the finding accuses, where it names one. */
  readonly sessionName: string | null
  readonly modes: ContainModes
  readonly policyName: string | null
}

export type ContainWrites =
  | {
      readonly ok: true
      /** What is really done, in the order of the writes. */
      readonly modes: readonly ContainMode[]
      readonly writes: readonly PlannedWrite[]
      /** What of the wanted modes is not done and why, in sentences. */
      readonly leftOut: readonly string[]
    }
  | PlanRefusal

type PutPolicy = Extract<PlannedWrite, { kind: 'putPolicy' }>
type IamWrite = Exclude<PlannedWrite, { kind: 'setProfileEnabled' | 'setTrustAnchorEnabled' }>
type Write = PutPolicy | Extract<IamWrite, { kind: 'attachPolicy' | 'setKeyStatus' }>

/**
 * The writes that carry out the wanted modes, denials before keys. The denial of everything goes inline together with the
 * other policies of the plan, else as AWS's managed policy; where only it fits, older sessions are not revoked apart, for it
 * denies them too. Refused where a put would overwrite a policy, where nothing fits, and where nothing is left to do.
 */
export function containWrites(input: ContainWritesInput): ContainWrites {
  const { wanted, leftOut } = wantedModes(input)
  const keys = keyWrites(input.preImage, wanted)
  const placed = wanted.has('deny-all') ? placeDenial(input, wanted, keys.writes) : placeOthers(input, wanted)
  if (!placed.ok) return placed
  const writes = [...placed.writes, ...keys.writes]
  const overwritten = findNamesake(input.preImage, placed.writes)
  if (overwritten !== undefined) return planRefusals.nameTaken(input.preImage, overwritten)
  if (writes.length === 0) return planRefusals.nothingToDo(input.preImage)
  const modes = [...new Set(writes.map(modeOf))]
  return { ok: true, modes, writes, leftOut: [...leftOut, ...placed.leftOut, ...keys.leftOut] }
}

/** One session can only be denied where it is known; a denial of everything makes that of one session needless. */
function wantedModes({ modes, sessionName, preImage }: ContainWritesInput) {
  const wanted = new Set<ContainMode>(modes[iamEntity(preImage.entity).type])
  const leftOut: string[] = []
  if (wanted.has('deny-session') && (sessionName === null || !isSessionName(sessionName))) {
    wanted.add('deny-all')
    leftOut.push('The finding names no session of this role, so the whole role is denied.')
  }
  if (wanted.has('deny-all')) wanted.delete('deny-session')
  return { wanted, leftOut }
}

type Placed =
  | { readonly ok: true; readonly writes: readonly Write[]; readonly leftOut: readonly string[] }
  | PlanRefusal

function placeDenial(input: ContainWritesInput, wanted: ReadonlySet<ContainMode>, keys: readonly Write[]): Placed {
  const { containmentId, policyName, preImage } = input
  const inline = put('denyAll', denyAllPolicy(containmentId, policyName))
  const others = otherPolicies(input, wanted)
  if (fitsBeside(preImage, [inline, ...others]).fits) return { ok: true, writes: [inline, ...others], leftOut: [] }
  const arn = managedDenyAllArn(preImage.entity.partition)
  const isAttached = preImage.attachedPolicies.includes(arn)
  const fitting = fitsBeside(preImage, others).fits ? others : []
  const tooLarge = others.length > fitting.length ? [revokeLeftOut] : []
  if (!isAttached && preImage.attachedPolicies.length < managedPolicyLimit) {
    const attach = { kind: 'attachPolicy', purpose: 'denyAll', policyArn: arn } as const
    return { ok: true, writes: [attach, ...fitting], leftOut: tooLarge }
  }
  if (fitsBeside(preImage, [inline]).fits) return { ok: true, writes: [inline], leftOut: [revokeLeftOut] }
  if (!isAttached) return planRefusals.denialDoesNotFit(preImage, fitsBeside(preImage, [inline]))
  if (fitting.length + keys.length === 0) return planRefusals.deniedAlready(preImage, arn)
  return {
    ok: true,
    writes: fitting,
    leftOut: [`No denial is added: ${arn} is attached already, by others.`, ...tooLarge],
  }
}

const revokeLeftOut =
  'Older sessions are not revoked apart: no room is left for that policy. The denial covers them too.'

function placeOthers(input: ContainWritesInput, wanted: ReadonlySet<ContainMode>): Placed {
  const writes = otherPolicies(input, wanted)
  const room = fitsBeside(input.preImage, writes)
  if (!room.fits) return planRefusals.policyDoesNotFit(input.preImage, room)
  return { ok: true, writes, leftOut: [] }
}

function otherPolicies(input: ContainWritesInput, wanted: ReadonlySet<ContainMode>): PutPolicy[] {
  const { containmentId, sessionName, preImage } = input
  const session =
    wanted.has('deny-session') && sessionName !== null
      ? [put('denySession', denySessionPolicy(containmentId, preImage.entity.uniqueId, sessionName))]
      : []
  const revoke = wanted.has('revoke-sessions')
    ? [put('revokeOlderSessions', revokeOlderSessionsPolicy(containmentId, awsTimePlaceholder))]
    : []
  return [...session, ...revoke]
}

/** Only keys that work now: what was off before stays off, and is not ours to turn on again. */
function keyWrites({ accessKeys }: PreImage, wanted: ReadonlySet<ContainMode>): { writes: Write[]; leftOut: string[] } {
  if (!wanted.has('disable-keys')) return { writes: [], leftOut: [] }
  if (accessKeys === null) return { writes: [], leftOut: ['The access keys could not be read: none is turned off.'] }
  const active = accessKeys.filter(({ status }) => status === 'Active')
  const off = accessKeys.filter(({ status }) => status !== 'Active').map(({ accessKeyId }) => accessKeyId)
  return {
    writes: active.map(({ accessKeyId }) => ({
      kind: 'setKeyStatus',
      purpose: 'disableKey',
      accessKeyId,
      status: 'Inactive',
    })),
    leftOut: off.length === 0 ? [] : [`Turned off already, and left so by a restore: ${off.join(', ')}.`],
  }
}

/** IAM's put is a blind upsert, and its names are the same in any case. */
function findNamesake({ inlinePolicies }: PreImage, writes: readonly Write[]): string | undefined {
  const names = writes.flatMap((write) => (write.kind === 'putPolicy' ? [write.policyName.toLowerCase()] : []))
  return inlinePolicies.find(({ name }) => names.includes(name.toLowerCase()))?.name
}

function fitsBeside({ entity, inlinePolicies }: PreImage, added: readonly PutPolicy[]) {
  return fits(iamEntity(entity).type, inlinePolicies, added)
}

function put(purpose: PutPolicy['purpose'], { name, document }: OwnPolicy): PutPolicy {
  return { kind: 'putPolicy', purpose, policyName: name, document }
}

const modeByPurpose = {
  denyAll: 'deny-all',
  denySession: 'deny-session',
  revokeOlderSessions: 'revoke-sessions',
  disableKey: 'disable-keys',
  enableKey: 'disable-keys',
} as const satisfies Record<IamWrite['purpose'], ContainMode>

function modeOf({ purpose }: Write): ContainMode {
  return modeByPurpose[purpose]
}
