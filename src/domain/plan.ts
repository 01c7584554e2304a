import { z } from 'zod'
import { assertNever } from './assert-never.js'
import { plannedScopeSchema } from './block-scope.js'
import { digestOf } from './canonical-json.js'
import { type EntityType, entitySchema, type IamEntityType } from './principal.js'

/**
 * What a containment does, in the order of its writes:
 * - deny-all: denies everything to the entity, its sessions included; inline, or the managed AWSDenyAll where that does not fit
 * - deny-session: denies everything to one session of a role, by `aws:userid`; whoever may assume the role takes another name
 * - revoke-sessions: denies everything to sessions issued before the write; it does not stop the role from being assumed again
 * - disable-keys: makes the user's active access keys inactive; by itself it leaves temporary credentials alive
 * - disable-profile: a Roles Anywhere profile hands out no more sessions; those that it handed out live on
 * - disable-trust-anchors: certificates of these authorities open no session by any profile
 */
export const containModeSchema = z.enum([
  'deny-all',
  'deny-session',
  'revoke-sessions',
  'disable-keys',
  'disable-profile',
  'disable-trust-anchors',
])
export type ContainMode = z.infer<typeof containModeSchema>

/** One write on the plan's entity, exactly as it will be sent. Nothing outside such a list is ever written. */
export const plannedWriteSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('putPolicy'),
    purpose: z.enum(['denyAll', 'denySession', 'revokeOlderSessions']),
    policyName: z.string(),
    /** The policy's text, compared by meaning. For `revokeOlderSessions` it has the placeholder that only AWS's clock at the write can fill. */
    document: z.string(),
  }),
  z.object({
    kind: z.literal('deletePolicy'),
    purpose: z.enum(['denyAll', 'denySession', 'revokeOlderSessions']),
    policyName: z.string(),
    /** Only a policy with exactly this document (the date of a revoke policy apart) may be removed. */
    document: z.string(),
  }),
  z.object({ kind: z.literal('attachPolicy'), purpose: z.literal('denyAll'), policyArn: z.string() }),
  z.object({ kind: z.literal('detachPolicy'), purpose: z.literal('denyAll'), policyArn: z.string() }),
  z.object({
    kind: z.literal('setKeyStatus'),
    purpose: z.enum(['disableKey', 'enableKey']),
    accessKeyId: z.string(),
    status: z.enum(['Active', 'Inactive']),
  }),
  z.object({
    kind: z.literal('setProfileEnabled'),
    purpose: z.enum(['disableProfile', 'enableProfile']),
    profileId: z.string(),
    enabled: z.boolean(),
  }),
  z.object({
    kind: z.literal('setTrustAnchorEnabled'),
    purpose: z.enum(['disableTrustAnchor', 'enableTrustAnchor']),
    trustAnchorId: z.string(),
    enabled: z.boolean(),
  }),
])
export type PlannedWrite = z.infer<typeof plannedWriteSchema>

const typeWord: Record<IamEntityType, string> = { role: 'Role', user: 'User', group: 'Group' }

/** The operation that carries a write out on an entity of this type: `PutRolePolicy`, `DisableProfile`. */
export function operationOf(type: EntityType, write: PlannedWrite): string {
  switch (write.kind) {
    case 'putPolicy':
      return policyOperation('Put', type)
    case 'deletePolicy':
      return policyOperation('Delete', type)
    case 'attachPolicy':
      return policyOperation('Attach', type)
    case 'detachPolicy':
      return policyOperation('Detach', type)
    case 'setKeyStatus':
      return 'UpdateAccessKey'
    case 'setProfileEnabled':
      return write.enabled ? 'EnableProfile' : 'DisableProfile'
    case 'setTrustAnchorEnabled':
      return write.enabled ? 'EnableTrustAnchor' : 'DisableTrustAnchor'
    default:
      return assertNever(write, 'planned write')
  }
}

function policyOperation(verb: string, type: EntityType): string {
  return `${verb}${type === 'rolesAnywhereProfile' ? '' : typeWord[type]}Policy`
}

/** True for writes that turn something on or off, and leave no mark of whose doing it is. */
export function isSwitch({ kind }: PlannedWrite): boolean {
  return kind === 'setKeyStatus' || kind === 'setProfileEnabled' || kind === 'setTrustAnchorEnabled'
}

/** What a write is about, as people and records name it: a policy's name or ARN, the id of a key, a profile, an anchor. */
export function objectOf(write: PlannedWrite): string {
  switch (write.kind) {
    case 'putPolicy':
    case 'deletePolicy':
      return write.policyName
    case 'attachPolicy':
    case 'detachPolicy':
      return write.policyArn
    case 'setKeyStatus':
      return write.accessKeyId
    case 'setProfileEnabled':
      return write.profileId
    case 'setTrustAnchorEnabled':
      return write.trustAnchorId
    default:
      return assertNever(write, 'planned write')
  }
}

/** How many people it takes, and why it is more than the configuration asks for. Part of the plan, so part of its digest. */
export const approvalLevelSchema = z.object({
  quorum: z.number().int().min(1),
  raisedBecause: z.array(z.string()),
})
export type ApprovalLevel = z.infer<typeof approvalLevelSchema>

/** Of a Roles Anywhere profile: what it hands out, to whom, and by whose certificates. */
export const anywhereImpactSchema = z.object({
  /** Those that may do everything, by the policies that IAM showed, are marked; null where these could not be read. */
  roles: z.array(z.object({ arn: z.string(), isAdministrator: z.boolean().nullable() })),
  durationSeconds: z.number().int().nullable(),
  /** Every trust anchor of the account and Region: each enabled one goes with the profile. */
  trustAnchors: z.array(
    z.object({
      trustAnchorId: z.string(),
      name: z.string(),
      enabled: z.boolean(),
      createdAt: z.iso.datetime(),
      /** Why the plan turns it off; null where it does not. */
      turnedOffBecause: z.string().nullable(),
    }),
  ),
  /** Certificates that Roles Anywhere knows, of any profile; null where they could not be read. */
  activeSubjects: z.array(z.string()).nullable(),
})
export type AnywhereImpact = z.infer<typeof anywhereImpactSchema>

/** What a block would touch, read from IAM and CloudTrail while planning. Empty lists and nulls where the type has none. */
export const impactSchema = z.object({
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedRegion: z.string().nullable(),
  trustedServices: z.array(z.string()),
  trustedPrincipals: z.array(z.string()),
  instanceProfiles: z.array(z.string()),
  /** Names of a group's members: each of them is denied. */
  members: z.array(z.string()),
  groups: z.array(z.string()),
  accessKeys: z.array(
    z.object({
      accessKeyId: z.string(),
      status: z.enum(['Active', 'Inactive', 'Expired']),
      createdAt: z.iso.datetime(),
      lastUsedAt: z.iso.datetime().nullable(),
    }),
  ),
  /** Whether the user has a console password; null for other entities and where it could not be read. */
  consoleAccess: z.boolean().nullable(),
  sessionsAlive: z.number().int(),
  /** Credentials of other roles that the principal obtained and that may be alive: the block does not reach them. */
  sessionsElsewhere: z.array(
    z.object({
      roleArn: z.string(),
      accessKeyId: z.string(),
      sessionName: z.string(),
      expiresAt: z.iso.datetime().nullable(),
    }),
  ),
  /** What could not be read, in sentences: an impact that is not known is not an impact that is not there. */
  unread: z.array(z.string()),
  /** Profiles of Roles Anywhere only. */
  rolesAnywhere: anywhereImpactSchema.optional(),
})
export type Impact = z.infer<typeof impactSchema>

/** The exact writes proposed to contain one entity. Its digest is what approvers approve. */
export const containPlanSchema = z.object({
  kind: z.literal('contain'),
  containmentId: z.string().startsWith('cnt_'),
  realm: z.string(),
  entity: entitySchema,
  /** The one session that `deny-session` is about; null for everything else. */
  sessionName: z.string().nullable(),
  modes: z.array(containModeSchema).min(1),
  /** Why one session or the whole role is denied, where the playbook chooses; else the configuration's modes say it. */
  scope: plannedScopeSchema.optional(),
  /** The plan whose block stands already, and whose writes are among these: of one session, where more is to be denied by now. */
  widens: z.string().startsWith('sha256:').optional(),
  /** In the order in which they are carried out: denials before keys. */
  writes: z.array(plannedWriteSchema).min(1),
  approval: approvalLevelSchema,
  /** The entity as it was before anything was written; taken once per containment, never again on a retry. */
  preImageDigest: z.string(),
  impact: impactSchema,
  /** What goes on in spite of the block, in sentences. */
  notCovered: z.array(z.string()),
})
export type ContainPlan = z.infer<typeof containPlanSchema>

/** One difference between the pre-image and the entity now that is not our own write. */
export const driftSchema = z.object({
  what: z.string(),
  before: z.string().nullable(),
  now: z.string().nullable(),
})
export type Drift = z.infer<typeof driftSchema>

/** Why access is given back: nothing happened, or something did and its sessions must stay dead. */
export const restoreAsSchema = z.enum(['false-alarm', 'compromise'])
export type RestoreAs = z.infer<typeof restoreAsSchema>

/** The exact writes proposed to give access back, and what that revives. */
export const restorePlanSchema = z.object({
  kind: z.literal('restore'),
  /** The effect that prepared it: each question has a plan of its own, so an answer to an earlier one fits no later one. */
  questionId: z.string().min(1),
  containmentId: z.string().startsWith('cnt_'),
  realm: z.string(),
  entity: entitySchema,
  restoreAs: restoreAsSchema,
  /**
   * In the order in which they are carried out: older sessions revoked first, keys next, the denial taken off last. Empty only
   * where all that was turned off stays off on purpose: a Roles Anywhere profile after a compromise.
   */
  writes: z.array(plannedWriteSchema),
  approval: approvalLevelSchema,
  drift: z.array(driftSchema),
  /** Sessions that work again once the block is gone (false alarm only). */
  revivingSessions: z.array(z.string()),
  /** What stays different on purpose, in sentences. */
  intendedDifferences: z.array(z.string()),
  /** What goes on denying the entity after our block is off: blocks of other containments, denials of the customer. */
  stillDenied: z.array(z.string()),
})
export type RestorePlan = z.infer<typeof restorePlanSchema>

export const planSchema = z.discriminatedUnion('kind', [containPlanSchema, restorePlanSchema])
export type Plan = z.infer<typeof planSchema>

/** What an approval is bound to: SHA-256 of the plan's canonical JSON. Any change of the plan is another digest. */
export function planDigest(plan: Plan): string {
  return digestOf(plan)
}
