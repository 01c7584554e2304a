import fc from 'fast-check'
import type { ScriptedMove } from '../../../exercises/schema/players.js'

const by = fc.constantFrom('facilitator', 'responder', 'approver')
const when = fc.integer({ min: 0, max: 2_800 }).map((seconds) => ({ at: { ms: seconds * 1_000 } }))
const text = fc.constantFrom(
  'Who made the new user?',
  'It is not ours, look at the address.',
  'support-2 and a role chain',
  'no',
)
const question = fc.constantFrom('contain' as const, 'restore' as const)
const choice = fc.constantFrom('approve' as const, 'wait' as const, 'escalate' as const, undefined)

/** Whatever anybody may do in the exercise that `exercise init` writes, at any time. */
export const anyMove: fc.Arbitrary<ScriptedMove> = fc
  .oneof(
    fc.record({ by, when, question, reason: text, does: fc.constantFrom('approve' as const, 'deny' as const) }),
    fc.record({ by, when, text, does: fc.constantFrom('ask' as const, 'note' as const) }),
    fc.record({
      by,
      when,
      text,
      choice,
      inject: fc.constantFrom('release', 'still-open'),
      does: fc.constant('answer' as const),
    }),
    fc.record({
      by,
      when,
      reason: text,
      as: fc.constantFrom('false-alarm' as const, 'compromise' as const),
      does: fc.constant('requestRestore' as const),
    }),
    fc.record({ by, when, reason: text, does: fc.constantFrom('close' as const, 'freeze' as const) }),
    fc.record({
      by,
      when,
      reason: text,
      arn: fc.constant('{{role:build-runner:arn}}'),
      does: fc.constant('requestBlock' as const),
    }),
    fc.record({ by, when, inject: fc.constantFrom('alarm', 'release'), does: fc.constant('inject' as const) }),
  )
  .map(({ when: { at }, ...move }) => ({ ...move, at }))
