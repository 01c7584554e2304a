import type { AuditRecord } from '../src/audit/record.js'
import type { Question } from '../src/domain/effect.js'
import type { ActAnswer, PersonalAct } from './moves.js'
import type { Placeholder } from './placeholders.js'
import type { AttackerGains } from './run-record.js'
import type { AttackStep } from './schema/attack.js'
import type { ExerciseFault } from './schema/faults.js'
import type { InjectOf } from './schema/injects.js'

/** An incident of the exercise, as far as the run looks at it. */
export interface StageIncident {
  readonly id: string
  readonly playbook: string
  readonly state: string
  readonly open: boolean
  /** How many records it has. */
  readonly records: number
}

/** What people are asked now, by the product. */
export interface OpenQuestion {
  readonly question: Question
  readonly planDigest: string
  readonly quorum: number
  readonly approvals: number
  /** In a sentence or two, what would be written to whom. Texts from outside are not yet escaped. */
  readonly plan: string
  /** Exercise time; null where it is not known. */
  readonly expiresAtMs: number | null
}

export type FindingAnswer =
  | { readonly status: 'opened' | 'joined' | 'duplicate'; readonly incident: string }
  | { readonly status: 'refused'; readonly reason: string }

/** Something that the attacker did, by AWS's own answer. */
export interface AttackNews {
  readonly step: string
  readonly atMs: number
  /** `partly`: some of its calls. `stopped`: it went on for a while, and now cannot. */
  readonly result: 'succeeded' | 'partly' | 'denied' | 'stopped'
  /** What it called and got, for people. */
  readonly detail: string
}

/** What is on the record as evidence about an incident. */
export interface SeenEvidence {
  /** API actions, `CreateProfile`. */
  readonly actions: readonly string[]
}

/**
 * The world of one exercise: the product and the simulated account, set up from the file, at T+0. Everything on it happens by
 * the product's own use cases and by real calls; nothing on it can reach a live account.
 *
 * Refused as values where people can be refused; what throws is a failure of the stage, and ends the run with what is on the
 * record so far. Times are exercise time: milliseconds since T+0.
 */
export interface Stage {
  /** T+0 as ISO 8601. */
  readonly startedAt: string
  /** `virtual`: no time passes but by waitUntil, and a run repeats exactly. */
  readonly time: 'virtual' | 'real'
  nowMs(): number
  /** When in the exercise a moment on the record was. */
  toExerciseMs(iso: string): number
  /**
   * Lets the world go on until this time, or until `isOver`: asked whenever something has happened that the run may have to look
   * at (an incident moved, the attacker acted), and in real time at least every 250 ms. Everything that was due by then has
   * happened when it resolves.
   */
  waitUntil(atMs: number, isOver: () => boolean): Promise<void>
  /**
   * A number that is another one whenever an incident, a question or the attacker's news changed: so that `isOver` can look
   * without asking everything.
   */
  changes(): number
  /** Sends a finding as its source would. The stage fills in the payload's placeholders (`fillJson`), or makes one (`make`). */
  sendFinding(inject: InjectOf<'finding'>): Promise<FindingAnswer>
  /** Calls that CloudTrail shows from now on: evidence that comes in during the exercise. */
  addCalls(inject: InjectOf<'evidence'>): Promise<void>
  /** In the order in which they were opened. */
  incidents(): Promise<readonly StageIncident[]>
  /** The chain of one incident from the record after `afterSeq` on. */
  records(incident: string, afterSeq: number): Promise<readonly AuditRecord[]>
  /** What people are asked about an incident; null where nothing is. */
  question(incident: string): Promise<OpenQuestion | null>
  evidence(incident: string): Promise<SeenEvidence>
  /** An act of a person, named by the id of their role. */
  act(by: string, act: PersonalAct): Promise<ActAnswer>
  /** `away` does not come here: the run itself keeps whoever is away from answering. */
  fault(fault: Exclude<ExerciseFault, { kind: 'away' }>): Promise<void>
  /** Sets the attacker to one step; it goes on by itself. Its results come as news. */
  attack(step: AttackStep): Promise<void>
  /** What the attacker did since the last time this was asked, in order. */
  attackNews(): readonly AttackNews[]
  attackerGains(): Promise<AttackerGains>
  /** Requests of the AWS clients to any host that is not the simulated account: counted in the transport, and never sent. */
  liveAwsCalls(): number
  /** What a placeholder stands for now (see placeholders.ts); null where there is no such thing. `person` does not come here. */
  meaningOf(placeholder: Placeholder): string | null
  stop(): Promise<void>
}
