import { z } from 'zod'
import { scopeWishSchema } from './block-scope.js'
import { restoreAsSchema } from './plan.js'
import { principalSchema } from './principal.js'
import { lookDepthSchema } from './verdict.js'

const digest = z.string().startsWith('sha256:')
export const questionSchema = z.enum(['contain', 'restore'])
export type Question = z.infer<typeof questionSchema>

/** What people are told outside a question: each has a wording of its own in the messages. */
export const noticeTopicSchema = z.enum([
  'refused',
  'denied',
  'reminder',
  'escalated',
  'preAuthorised',
  'expired',
  'notWidened',
  'contained',
  'tampered',
  'suspects',
  'needsHuman',
  'unresolved',
  'unconfirmed',
  'restored',
  'closed',
  'heldDown',
  'held',
])
export type NoticeTopic = z.infer<typeof noticeTopicSchema>

/** The wider plan whose write nobody reported: what of it stands is looked for as well, and is missed by nobody. */
const unreported = digest.optional()

/**
 * An order to the outside world, as data. The machine gives it, a worker of the incident's realm carries it out, and its
 * outcome comes back as an event. Orders name documents by digest; they never carry secrets.
 */
export const effectSchema = z.discriminatedUnion('kind', [
  /** `roleUse`: who asks for sessions of the role is looked for as well. */
  z.object({ kind: z.literal('collectEvidence'), principal: principalSchema, roleUse: z.literal(true).optional() }),
  z.object({
    kind: z.literal('refreshEvidence'),
    principal: principalSchema,
    planDigest: digest,
    evidenceDigest: digest.nullable(),
  }),
  /** Whom an access key or a unique id belongs to. */
  z.object({ kind: z.literal('findPrincipal'), principal: principalSchema }),
  /** Whether AWS has the findings that came in its name. */
  z.object({ kind: z.literal('confirmFinding'), principal: principalSchema }),
  /**
   * `scope`: how it is chosen what of a role is denied; left out: by the configuration's modes. `widens`: the plan of a block
   * that stands and denies less than is wanted by now: the same containment, with more writes.
   */
  z.object({
    kind: z.literal('preparePlan'),
    principal: principalSchema,
    evidenceDigest: digest.nullable(),
    scope: scopeWishSchema.optional(),
    widens: digest.optional(),
  }),
  z.object({
    kind: z.literal('askApproval'),
    question: questionSchema,
    planDigest: digest,
    circle: z.enum(['first', 'second']),
  }),
  z.object({ kind: z.literal('putBlock'), planDigest: digest }),
  z.object({ kind: z.literal('reputBlock'), planDigest: digest }),
  z.object({
    kind: z.literal('checkBlock'),
    phase: z.enum(['soak', 'watch']),
    depth: lookDepthSchema,
    planDigest: digest,
    appliedAt: z.iso.datetime(),
    /** Our policies taken off before then is no act against the block: people know it, and had it put again. */
    gapsUpTo: z.iso.datetime().optional(),
    unreported,
  }),
  z.object({ kind: z.literal('prepareRestore'), containPlanDigest: digest, restoreAs: restoreAsSchema, unreported }),
  z.object({ kind: z.literal('revokeOlderSessions'), planDigest: digest }),
  z.object({ kind: z.literal('removeBlock'), planDigest: digest }),
  z.object({ kind: z.literal('checkRestored'), planDigest: digest, last: z.boolean() }),
  z.object({ kind: z.literal('notify'), topic: noticeTopicSchema, reason: z.string() }),
  z.object({ kind: z.literal('writeReport') }),
])
export type Effect = z.infer<typeof effectSchema>

export const effectKindSchema = z.enum([
  'collectEvidence',
  'refreshEvidence',
  'confirmFinding',
  'findPrincipal',
  'preparePlan',
  'askApproval',
  'putBlock',
  'reputBlock',
  'checkBlock',
  'prepareRestore',
  'revokeOlderSessions',
  'removeBlock',
  'checkRestored',
  'notify',
  'writeReport',
])
export type EffectKind = Effect['kind'] & z.infer<typeof effectKindSchema>

/** The effects that change IAM. One at a time per entity; each re-checks everything immediately before it writes. */
export const writeKinds = [
  'putBlock',
  'reputBlock',
  'revokeOlderSessions',
  'removeBlock',
] as const satisfies EffectKind[]

/** True for the effects that change IAM. */
export function isWrite(kind: EffectKind): boolean {
  return writeKinds.some((write) => write === kind)
}

/** Effects that outlive the state that ordered them: telling people and writing the report are owed in any case. */
export function outlivesItsState(kind: EffectKind): boolean {
  return kind === 'notify' || kind === 'writeReport'
}
