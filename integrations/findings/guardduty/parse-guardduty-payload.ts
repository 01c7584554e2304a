import type { PayloadParse } from '../finding-source.js'
import { oneEach, parseEach } from '../parse-each.js'
import { fieldsOf } from '../shared/values-at.js'
import { parseGuardDuty } from './parse-guardduty.js'

/** The same of a payload: one finding, or several as `aws guardduty get-findings` prints them, each judged by itself. */
export function parseGuardDutyPayload(payload: unknown): PayloadParse {
  const fields = fieldsOf(payload)
  const list = fields.get('Findings') ?? fields.get('findings')
  const isList = Array.isArray(list) && !fields.has('detail')
  return isList ? parseEach(list, parseGuardDuty) : oneEach(parseGuardDuty)(payload)
}
