import { createHash } from 'node:crypto'

/**
 * A realm as a name that both servers accept: lower-case letters, digits and `_`, at most 40 characters. The readable
 * part is for people; the digest keeps realms apart that read alike.
 */
export function realmName(realm: string): string {
  const readable = realm
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 23)
  const digest = createHash('sha256').update(realm).digest('hex').slice(0, 16)
  return `${readable}_${digest}`
}
