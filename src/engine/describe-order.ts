import { z } from 'zod'
import { assertNever } from '../domain/assert-never.js'
import { type Effect, type EffectKind, effectSchema } from '../domain/effect.js'
import type { IncidentContext } from '../domain/incident-context.js'
import { probeContext } from './probe-context.js'

/** What a state or transition orders: the kind of effect, and which question, topic, phase it is about. */
export interface OrderDescription {
  readonly kind: EffectKind
  readonly about: string | null
}

type OrderFormer = (scope: { context: IncidentContext }) => Effect
const orderFormer = z.custom<OrderFormer>((value) => typeof value === 'function')

/** An action as a machine holds it: a name, or a name with what it is given or forms from what the incident remembers. */
export const actionSchema = z.union([
  z.string().transform((type) => ({ type, params: null })),
  z.object({ type: z.string(), params: z.union([orderFormer, z.record(z.string(), z.json())]).nullish() }),
])
type Action = z.infer<typeof actionSchema>

/**
 * The order that an action of type `request` gives. Playbooks build orders with pure functions of what the incident
 * remembers, so asking one for its order changes nothing. null for any other action.
 */
export function describeOrder({ type, params }: Action): OrderDescription | null {
  if (type !== 'request') return null
  const effect = effectSchema.parse(typeof params === 'function' ? params({ context: probeContext }) : params)
  return { kind: effect.kind, about: aboutOf(effect) }
}

function aboutOf(effect: Effect): string | null {
  switch (effect.kind) {
    case 'askApproval':
      return effect.question
    case 'checkBlock':
      return effect.phase
    case 'checkRestored':
      return effect.last ? 'last' : 'first'
    case 'notify':
      return effect.topic
    case 'collectEvidence':
    case 'refreshEvidence':
    case 'confirmFinding':
    case 'findPrincipal':
    case 'preparePlan':
    case 'putBlock':
    case 'reputBlock':
    case 'prepareRestore':
    case 'revokeOlderSessions':
    case 'removeBlock':
    case 'writeReport':
      return null
    default:
      return assertNever(effect, 'effect')
  }
}
