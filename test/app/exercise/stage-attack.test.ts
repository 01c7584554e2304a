import { StageAttack } from '../../../app/exercise/attack/stage-attack.js'
import { Identities } from '../../../app/exercise/identities.js'
import { WorldAccounts } from '../../../app/exercise/world-accounts.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { seedSchema } from '../../../simulated-aws/seed/seed.js'
import { startSimulatedAccounts } from '../../../simulated-aws/simulated-account.js'
import { exerciseWith } from '../../support/exercises/played.js'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const started of running.splice(0)) await started.close()
})

async function attackIn(exercise: Exercise) {
  const started = await startSimulatedAccounts({ seeds: [seedSchema.parse(exercise.world.account)] })
  running.push(started)
  const accounts = new WorldAccounts(started.accounts)
  const identities = new Identities(accounts)
  const time = { nowMs: () => 0, at: () => {} }
  return { accounts, attack: new StageAttack({ exercise, accounts, identities, time, toExerciseMs: Date.parse }) }
}

const inject = { id: 'more', kind: 'evidence', title: 'More', text: 'More.', reveals: [] } as const
const calls = [
  { service: 'iam', action: 'DeleteAccessKey', parameters: { UserName: 'kim', AccessKeyId: '{{step:mint:key}}' } },
]

describe('calls that come in as evidence', () => {
  it('have their placeholders filled, since a key that was minted in the run has no name in the file', async () => {
    const { accounts, attack } = await attackIn(exerciseWith((initial) => initial))
    attack.addCalls({ ...inject, reveals: [], calls }, ({ kind }) => (kind === 'step' ? 'AKIAMINTED0000000001' : null))
    const [last] = accounts.first.calls().slice(-1)
    expect([last?.operation, last?.parameters.AccessKeyId]).toEqual(['iam:DeleteAccessKey', 'AKIAMINTED0000000001'])
  })

  it('are refused where neither they nor the attack say whose they are', async () => {
    const { attack: _, ...quiet } = exerciseWith((initial) => initial)
    const { accounts, attack } = await attackIn(quiet)
    expect(() => attack.addCalls({ ...inject, reveals: [], calls }, () => null)).toThrow('Nobody is named')
    expect(accounts.first.calls()).toEqual([])
  })
})
