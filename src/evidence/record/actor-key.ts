import type { Actor } from '../facts/trail-facts.js'

/** What compares actors: IAM's names are unique within an account and type, whatever their case. */
export function actorKey({ type, accountId, name }: Pick<Actor, 'type' | 'accountId' | 'name'>): string {
  return `${type}:${accountId}:${name.toLowerCase()}`
}
