import type { ContainModes } from '../src/containment/contain-modes.js'
import type { Incident } from '../src/domain/incident.js'
import type { Outcome } from '../src/domain/incident-event.js'
import type { Entity } from '../src/domain/principal.js'
import type { Realm } from '../src/domain/realm.js'
import type { Engine } from '../src/engine/engine.js'
import type { Document } from '../src/engine/incident-store.js'
import type { FlaggedAddresses, GeoLookup } from '../src/evidence/indicators/indicator-input.js'
import type { SigmaRules } from '../src/evidence/sigma/load-sigma-rules.js'
import type { PreAuthorised } from '../src/incidents/pre-authorised.js'
import type {
  AwsAccess,
  AwsAccount,
  AwsWriter,
  Messenger,
  ProtectionSource,
  RawEvidenceFiles,
  ReportWriter,
  SendGuard,
  UndoCards,
} from '../src/ports.js'
import type { Investigator } from './investigator.js'

/** What effects are carried out with; put together once by the roof. */
export interface WorkerTools {
  readonly engine: Engine
  readonly realm: Realm
  readonly access: AwsAccess
  /** Another account that this process serves, of the same kind of realm; null or not given: none. A chain of roles may go on there. */
  readonly accessTo?: (accountId: string) => AwsAccess | null
  readonly messenger: Messenger
  readonly reports: ReportWriter
  readonly undoCards: UndoCards
  readonly protection: ProtectionSource
  readonly rawEvidence: RawEvidenceFiles
  readonly lookups: EvidenceLookups
  readonly investigate: Investigator
  readonly rules: EffectRules
}

/** What evidence is compared with; null: not given, and the analyses that need it say so. */
export interface EvidenceLookups {
  readonly geo: GeoLookup | null
  readonly flagged: FlaggedAddresses | null
  /** Rules of the configuration that every record is held against. */
  readonly sigma?: SigmaRules | null
}

/** The same for the orders of one incident: whatever is done to AWS is done in its name. */
export interface IncidentTools extends WorkerTools {
  /** Evidence and looks. */
  readonly aws: AwsAccount
  /** Writes to the one entity of a plan, and their read-backs. */
  readonly writer: (entity: Entity) => AwsWriter
}

export function inTheNameOf(incidentId: string, tools: WorkerTools): IncidentTools {
  const { access } = tools
  return { ...tools, aws: access.reader(incidentId), writer: (entity) => access.writer(incidentId, entity) }
}

/** `names` are those of the approvers: whoever asks for something does not count. */
interface QuestionCounts {
  readonly quorum: number
  readonly approvers: number
  readonly names?: readonly string[]
}

/** What the configuration says to effects. */
export interface EffectRules {
  /** `never` (observe mode) prepares plans and refuses to ask: nothing is written. */
  readonly writes: 'never' | 'onApproval'
  /** What the configuration approves beforehand; people are always asked where it is null or not given. */
  readonly preAuthorised?: PreAuthorised | null
  /** What a containment does to each type of entity. */
  readonly modes: ContainModes
  /** null: each block is named after its containment. A literal name is refused where a policy of that name exists. */
  readonly policyName: string | null
  /** How many people a question takes, and how many there are: a raised quorum never asks for more than that. */
  readonly approval: {
    readonly contain: QuestionCounts
    readonly restore: QuestionCounts
  }
  /** How far back evidence is looked for before the finding's first activity. */
  readonly evidenceLookbackHours: number
  /** Successes this long after the write may have been let through while IAM was still enforcing the old state. */
  readonly propagationWindowMs: number
  /** How long sources are waited for in one collection, in real time. */
  readonly evidenceBudgetMs: number
  /** LookupEvents answers 2 requests a second: one collection stops after this many and says `truncated`. */
  readonly maxEvidenceRequests: number
  readonly maxCheckRequests: number
  /** What was created this long before the block, or while it was not enforced yet, is looked at as the attacker's. */
  readonly suspectLookbackMs: number
}

/** The order in a worker's hands. `guard` throws LeaseLostError once the order may be somebody else's. */
export interface Assignment {
  readonly incident: Incident
  /** The order's own: every attempt at it has the same. */
  readonly effectId: string
  /** 1 for the first worker that took it: only a later one may find what an earlier one wrote. */
  readonly attempt: number
  readonly guard: SendGuard
  /** Aborted once the order counts as somebody else's, or the process ends. */
  readonly givingUp: AbortSignal
}

/** What carrying out an effect found or did. */
export interface EffectResult {
  readonly outcome: Outcome
  readonly documents?: readonly Document[]
}
