import { z } from 'zod'

/**
 * What stops writes that a worker would carry out:
 * - freeze: a person said stop
 * - standing: this database is not known to be the one that wrote last (an old backup, a clone), until it was reconciled
 * - cap: as many blocks were put within the hour as may be without somebody looking
 */
export const holdKindSchema = z.enum(['freeze', 'standing', 'cap'])
export type HoldKind = z.infer<typeof holdKindSchema>

const moment = z.string().transform((at) => new Date(at).toISOString())

/** Why an order to write is not handed out. `by`: a person, or what of us noticed; `since` by the database's clock. */
export const holdSchema = z.object({ kind: holdKindSchema, reason: z.string(), by: z.string(), since: moment })
export type Hold = z.infer<typeof holdSchema>

/** A row that stops every write of its realm, or of all realms of this database. */
export interface Brake extends Hold {
  readonly kind: 'freeze' | 'standing'
  readonly everywhere: boolean
}

/** Which brake: the one of this realm alone, or the one of all realms. */
export type BrakeName = Pick<Brake, 'kind' | 'everywhere'>

/** The blocks of the last 60 minutes. `perHour` null: any number may be put. `allowed`: what people let through beyond it. */
export interface BlockPlaces {
  readonly perHour: number | null
  readonly taken: number
  readonly allowed: number
  readonly isFull: boolean
}

/** A write that waits for a brake. Its own deadline goes on meanwhile. */
export interface HeldWrite {
  readonly effectId: string
  readonly incidentId: string
  readonly kind: string
  readonly hold: Hold
  /** How long it may wait yet; null: for any time. */
  readonly remainingMs: number | null
}

/**
 * The brakes of one realm, in the database: every process of it sees them at its next claim. Who may pull and release them
 * is decided in src/incidents/.
 */
export interface BrakeStore {
  /** Those that are on, for this realm; the freeze first. Includes the one that the database itself holds: a copy. */
  standing(): Promise<Brake[]>
  /** Durable when it returns. False: it was on already, and stays as it was. */
  pull(brake: Omit<Brake, 'since'>): Promise<boolean>
  /** What was released; null: it was not on. */
  release(brake: BrakeName): Promise<Brake | null>
  /** Takes the database as it is for the one that it was made as: a copy stops being held for being one. */
  bindIdentity(): Promise<void>
  places(): Promise<BlockPlaces>
  /** How many blocks an hour may be put without somebody looking; null: any number. The last word counts, for all processes. */
  limitBlocks(perHour: number | null): Promise<void>
  /** Lets more blocks through, for an hour. */
  allowBlocks(allowance: { readonly blocks: number; readonly by: string; readonly reason: string }): Promise<void>
  /** Every write that waits for a brake now, oldest first. */
  heldWrites(): Promise<HeldWrite[]>
}

/** Names one holding, so that people are told of it once: a freeze after a freeze is another one. */
export function holdKey({ kind, since }: Hold): string {
  return kind === 'cap' ? kind : `${kind} ${since}`
}
