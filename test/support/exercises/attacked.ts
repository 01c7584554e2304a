import type { ExerciseInput } from '../../../exercises/exercise-file.js'
import type { RunEventOf } from '../../../exercises/run-event.js'
import type { RunRecord } from '../../../exercises/run-record.js'
import { exerciseWith } from './played.js'

type AttackInput = NonNullable<ExerciseInput['attack']>
type InjectInput = ExerciseInput['injects'][number]
type CallInput = NonNullable<Extract<InjectInput, { kind: 'evidence' }>['calls']>[number]
type StepInput = Pick<AttackInput['steps'][number], 'does' | 'with'> & { readonly id: string; readonly at?: string }

export function allow(Action: string) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }
}

const everything = [{ name: 'all', document: allow('*') }]

interface Battle {
  readonly holds?: AttackInput['holds']
  readonly steps: readonly StepInput[]
  readonly injects?: readonly InjectInput[]
  readonly maxDuration?: string
}

/** The exercise of `exercise init` with an attacker who may do everything, and who does this as well. */
export function battle({ holds, steps, injects = [], maxDuration = '16m' }: Battle) {
  return exerciseWith((initial) => {
    const { attack, world } = initial
    if (attack === undefined) throw new Error('The initial exercise has no attack.')
    const roles = (world.account.roles ?? []).map((role) => ({ ...role, inlinePolicies: everything }))
    const users = ['kim', 'oncall'].map((name, index) => ({
      name,
      accessKeys: [{ id: `AKIAEXAMPLEKEY00000${index}` }],
      inlinePolicies: everything,
      ...(name === 'kim' ? { groups: ['staff'] } : {}),
    }))
    const account = {
      accountId: world.account.accountId,
      roles,
      users,
      groups: [{ name: 'staff' }],
      trails: [{ name: 'audit', s3BucketName: 'audit-logs' }],
    }
    const past = (world.history ?? []).map((history) => (holds === undefined ? history : { ...history, by: holds }))
    const added = steps.map((step) => ({ at: '10s', technique: 'T1098', text: 'It was added.', ...step }))
    return {
      ...initial,
      limits: { maxDuration },
      world: { ...world, account, history: past },
      attack: { ...attack, holds: holds ?? attack.holds, steps: [...attack.steps, ...added] },
      injects: [...initial.injects, ...injects],
    }
  })
}

/** Somebody of the team acts in AWS, beside the product. */
export function byOncall(at: string, action: string, parameters: CallInput['parameters']): InjectInput {
  const calls = [{ service: 'iam', action, ...(parameters === undefined ? {} : { parameters }) }]
  return { id: `oncall-${at}`, kind: 'evidence', title: action, at, text: action, by: { user: 'oncall' }, calls }
}

/** What people were told of a step. */
export function newsOf({ events }: RunRecord, step: string): RunEventOf<'ATTACK'>[] {
  return events.flatMap((event) => (event.kind === 'ATTACK' && event.step === step ? [event] : []))
}

export function resultsOf(record: RunRecord, step: string): string[] {
  return newsOf(record, step).map(({ result }) => result)
}
