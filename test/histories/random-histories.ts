import fc from 'fast-check'
import { entities } from './account-seed.js'
import type { Circumstances, Command, CustomerAction, History } from './commands.js'

type CommandOf<Type extends Command['type']> = fc.Arbitrary<Command & { type: Type }>

function type<const Type extends Command['type']>(name: Type): fc.Arbitrary<Type> {
  return fc.constant(name)
}

/** From "at once" over the length of a block and of a soak to beyond a restore's last look. */
const thenMs = fc.constantFrom(0, 0, 150, 400, 800, 2_000, 5_000, 15_000, 200_000)
const when = fc.constantFrom('before' as const, 'after' as const)
const incident = fc.constantFrom(0, 0, 0, 0, 1, 2)
/** Two more than there are: a role that nobody may block, and one that is not there. */
const accused = fc.oneof(
  { weight: 19, arbitrary: fc.nat({ max: entities.length - 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(entities.length, entities.length + 1) },
)
/** Most of what happens to an account meanwhile does not matter here: what happens to the blocked entity does. */
const on = fc.oneof(
  { weight: 1, arbitrary: fc.nat({ max: entities.length - 1 }) },
  { weight: 3, arbitrary: fc.constant(entities.length) },
)

const finding: CommandOf<'finding'> = fc.record({
  type: type('finding'),
  on: accused,
  session: fc.boolean(),
  isStale: fc.boolean(),
  thenMs,
})

const bringOn: CommandOf<'bringOn'> = fc.record({
  type: type('bringOn'),
  incident,
  restoreAs: fc.constantFrom('false-alarm', 'compromise'),
  isHasty: fc.boolean(),
  thinkMs: fc.constantFrom(0, 0, 1_000, 6_000),
  thenMs,
})

const answer: CommandOf<'answer'> = fc.record({
  type: type('answer'),
  incident,
  approves: fc.boolean(),
  by: fc.nat({ max: 2 }),
  thenMs,
})

const ask: CommandOf<'ask'> = fc.record({
  type: type('ask'),
  incident,
  wish: fc.constantFrom('false-alarm', 'compromise', 'retry', 'close', 'close', 'close'),
  thenMs,
})

const does = fc.constantFrom<CustomerAction['does'][]>(
  ...['putPolicy' as const, 'deletePolicy' as const, 'attach' as const, 'detach' as const, 'recreate' as const],
  ...['toggleKey' as const, 'toggleKey' as const, 'createKey' as const, 'deleteKey' as const],
  ...['toggleMembership' as const, 'tag' as const, 'preempt' as const, 'preempt' as const, 'preempt' as const],
  ...['deleteOurs' as const, 'deleteOurs' as const, 'editOurs' as const, 'editOurs' as const],
)

const customer: CommandOf<'customer'> = fc.record({
  type: type('customer'),
  action: fc.record({ does, on, pick: fc.nat({ max: 3 }) }),
  inMs: fc.constantFrom(0, 0, 300, 1_200, 4_000, 6_000),
  thenMs,
})

const kill: CommandOf<'kill'> = fc.oneof(
  fc.record({
    type: type('kill'),
    of: fc.constant('all' as const),
    calls: fc.integer({ min: 1, max: 40 }),
    when,
    thenMs,
  }),
  fc.record({
    type: type('kill'),
    of: fc.constant('writes' as const),
    calls: fc.constantFrom(1, 1, 2, 3),
    when,
    thenMs,
  }),
)

const loseAnswer: CommandOf<'loseAnswer'> = fc.record({
  type: type('loseAnswer'),
  operation: fc.constantFrom('iam:Put*', 'iam:Delete*', 'iam:Update*', 'iam:Attach*', 'iam:Detach*'),
  when,
  thenMs,
})

const pass: CommandOf<'pass'> = fc.record({ type: type('pass'), thenMs })

const step: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: bringOn },
  { weight: 7, arbitrary: customer },
  { weight: 3, arbitrary: kill },
  { weight: 2, arbitrary: loseAnswer },
  { weight: 1, arbitrary: answer },
  { weight: 2, arbitrary: ask },
  { weight: 1, arbitrary: finding },
  { weight: 1, arbitrary: pass },
)

/** A finding and what becomes of it: enough to come to a block and back, with all sorts of things in between. */
const episode = fc.tuple(finding, fc.array(step, { minLength: 3, maxLength: 12, size: 'max' }))

const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  seed: fc.nat(),
  policyName: fc.constantFrom(null, null, 'DenyAll' as const),
  roleModes: fc.constantFrom<Circumstances['roleModes'][]>(
    ['deny-all'],
    ['deny-all', 'revoke-sessions'],
    ['deny-session'],
    ['revoke-sessions'],
  ),
  userModes: fc.constantFrom<Circumstances['userModes'][]>(
    ['deny-all', 'disable-keys'],
    ['deny-all'],
    ['disable-keys'],
    ['deny-all', 'revoke-sessions', 'disable-keys'],
  ),
  isCrowded: fc.boolean(),
})

/** Findings, decisions, writes by others, deaths of the worker and lost answers, as they come. */
export const randomHistories: fc.Arbitrary<History> = fc.record({
  circumstances,
  commands: fc
    .array(episode, { minLength: 1, maxLength: 3, size: 'max' })
    .map((episodes) => episodes.flatMap(([first, steps]) => [first, ...steps])),
})
