import { digestOf } from '../../domain/canonical-json.js'
import type { TrailRecord } from '../../domain/trail-record.js'
import { withoutSecrets } from './without-secrets.js'

/**
 * Names a record that has no `eventID` by its content (`sha256:…`), so that every statement can be traced all the same, and
 * a second delivery of it is known as one. Order of fields does not matter.
 */
export function standInEventId(record: TrailRecord): string {
  return digestOf(withoutSecrets(record))
}
