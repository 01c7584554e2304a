import { techniques } from '../../../app/exercise/techniques/techniques.js'
import type { ExerciseInput } from '../../../exercises/exercise-file.js'
import { exerciseWith, played } from '../../support/exercises/played.js'

type AttackInput = NonNullable<ExerciseInput['attack']>
type StepInput = AttackInput['steps'][number]

const everything = { name: 'all', document: { Version: '2012-10-17', Statement: [allow('*')] } }

function allow(Action: string) {
  return { Effect: 'Allow', Action, Resource: '*' }
}

/** The good player's run against an attacker who may do everything, with one more step. */
function attackedBy(step: Omit<StepInput, 'id' | 'technique' | 'text' | 'at'>, holds?: AttackInput['holds']) {
  return exerciseWith((initial) => {
    const { attack, world } = initial
    if (attack === undefined) throw new Error('The initial exercise has no attack.')
    const roles = (world.account.roles ?? []).map((role) => ({ ...role, inlinePolicies: [everything] }))
    const kim = { name: 'kim', accessKeys: [{ id: 'AKIAEXAMPLEKIM000001' }], inlinePolicies: [everything] }
    return {
      ...initial,
      limits: { maxDuration: '16m' },
      world: { ...world, account: { accountId: world.account.accountId, roles, users: [kim] } },
      attack: {
        ...attack,
        holds: holds ?? attack.holds,
        steps: [...attack.steps, { id: 'added', at: '10s', technique: 'T1098', text: 'It was added.', ...step }],
      },
    }
  })
}

describe('an attacker', () => {
  const named = techniques.map(({ name }) => name).filter((name) => name !== 'call-apis')

  it.each(named)('acts by real calls, and the account tells what came of them: %s', async (does) => {
    const isUser = ['federation', 'leave-group'].includes(does)
    const record = await played(attackedBy({ does, with: { for: '5m' } }, isUser ? { user: 'kim' } : undefined), 'good')
    const results = record.events.filter((event) => event.kind === 'ATTACK' && event.step === 'added')
    expect(results.length).toBeGreaterThan(1)
    expect(record.gains.calls.succeeded).toBeGreaterThan(0)
    expect(record.end.kind).not.toBe('failed')
  })

  it('that lives on by what it made is measured: what stands, what it called, and what it could still do', async () => {
    const step = { does: 'mint', with: { actsAt: 'once', every: '20s' } } as const
    const { gains } = await played(attackedBy(step), 'good')
    expect(gains.persistence).toContainEqual({ what: 'user svc-backup', step: 'added', atMs: 10_000, standing: true })
    expect(gains.couldStill).toContain('iam:CreateUser as user/svc-backup')
    expect(gains.blockedAtMs).not.toBeNull()
    const after = gains.callsAfterBlock.map(({ by }) => by)
    expect(after).toContain('arn:aws:iam::111122223333:user/svc-backup')
  })

  it('that is stopped is told once, and not with each call that is denied', async () => {
    const calls = [{ service: 's3', action: 'ListBuckets' }]
    const record = await played(attackedBy({ does: 'call-apis', with: { calls, every: '5s' } }), 'good')
    const results = record.events.flatMap((event) =>
      event.kind === 'ATTACK' && event.step === 'added' ? [event.result] : [],
    )
    expect(results).toEqual(['begun', 'succeeded', 'stopped'])
    expect(record.gains.calls.denied).toBeGreaterThan(1)
  })

  it('does nothing any more when its time is over', async () => {
    const calls = [{ service: 's3', action: 'ListBuckets' }]
    const { gains } = await played(attackedBy({ does: 'call-apis', with: { calls, every: '5s', for: '20s' } }), 'good')
    expect(gains.calls).toEqual({ succeeded: 5, denied: 0 })
  })
})

describe('what a technique takes', () => {
  const find = (name: string) => techniques.find((technique) => technique.name === name)

  it('is checked before anything starts, and each mistake has its place', () => {
    expect(find('mint')?.check({ evry: '5s' })).toEqual([
      { path: ['evry'], what: 'mint takes no evry', cure: 'Take it out.' },
    ])
    expect(find('mint')?.check({ every: '0s' })).toMatchObject([{ path: ['every'], what: 'it must be longer than 0' }])
    expect(find('call-apis')?.check({ calls: [] })).toMatchObject([{ path: ['calls'] }])
    expect(find('chain-roles')?.check({ otherRole: 'build-runner', every: '1s' })).toEqual([])
  })
})
