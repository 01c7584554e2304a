import type { ActorFacts, IpTally } from '../facts/trail-facts.js'
import { remembered } from '../record/remembered.js'
import { plainAddress, type SourceKind, sourceKindOf } from './source-kind.js'

/** How many of an actor's addresses say nothing about a place, and why. */
export interface LeftOut {
  service: number
  private: number
  other: number
  /** The file does not have them. */
  unknown: number
}

export interface Located<Value> {
  /** As it stands in the records. */
  readonly source: string
  readonly tally: IpTally
  readonly value: Value
}

/** The addresses of an account are read for each of its actors, in three answers. */
const sourceOf = remembered((source: string): { readonly kind: SourceKind; readonly address: string | null } => {
  const kind = sourceKindOf(source)
  return { kind, address: kind === 'public' ? plainAddress(source) : null }
}, 65_536)

/** The actor's public addresses with what is known of each, and the count of those that were left out. */
export function locate<Value>(
  facts: ActorFacts | null | undefined,
  lookUp: (address: string) => Value | null,
): { readonly located: readonly Located<Value>[]; readonly leftOut: LeftOut } {
  const leftOut: LeftOut = { service: 0, private: 0, other: 0, unknown: 0 }
  const located: Located<Value>[] = []
  for (const [source, tally] of facts?.byIp ?? []) {
    const { kind, address } = sourceOf(source)
    const value = address === null ? null : lookUp(address)
    if (value !== null) located.push({ source, tally, value })
    else leftOut[kind === 'public' ? 'unknown' : kind] += 1
  }
  return { located, leftOut }
}

/** In words, with what each was left out for, and what of the data is unreadable; nothing where there is nothing to say. */
export function leftOutGaps({ service, private: inside, other, unknown }: LeftOut, damage: string | null): string[] {
  return [
    ...(damage === null ? [] : [damage]),
    ...(service > 0 ? [`${addresses(service)} of AWS services left out`] : []),
    ...(inside > 0 ? [`${addresses(inside)} inside of a network or behind a VPC endpoint left out`] : []),
    ...(other > 0 ? [`${other} ${other === 1 ? 'source' : 'sources'} that are no address left out`] : []),
    ...(unknown > 0 ? [`${addresses(unknown)} that the file does not have left out`] : []),
  ]
}

export function addresses(count: number): string {
  return count === 1 ? '1 address' : `${count} addresses`
}
