import { cleanText } from '../../../../src/domain/clean-text.js'
import { controls } from '../../controls.js'
import { reasonProblem } from '../visible-text.js'
import type { Fields, Order } from './modal-submission.js'

/** The reason that a modal asks for, or what is wrong with it. A modal without the field is none of ours. */
export function readReason(fields: Fields): { readonly reason: string } | Extract<Order, { kind: 'wrong' }> {
  const field = fields.get(controls.fields.reason)
  const reason = cleanText(field?.text ?? '')
  const problem = reasonProblem(reason)
  if (problem === null) return { reason }
  return { kind: 'wrong', errors: { [field?.block ?? controls.fields.reason]: problem } }
}
