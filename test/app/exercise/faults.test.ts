import type { ExerciseInput } from '../../../exercises/exercise-file.js'
import type { RunRecord } from '../../../exercises/run-record.js'
import { exerciseWith, played } from '../../support/exercises/played.js'

type FaultInput = Extract<ExerciseInput['injects'][number], { kind: 'fault' }>['fault']

/** The good player's run with one thing that goes wrong. */
function playedWith(fault: FaultInput, at = '0s'): Promise<RunRecord> {
  const exercise = exerciseWith((initial) => ({
    ...initial,
    injects: [...initial.injects, { id: 'trouble', kind: 'fault', title: 'Trouble', at, fault }],
  }))
  return played(exercise, 'good')
}

function enteredAtMs({ events }: RunRecord, state: string): number {
  return events.find((event) => event.kind === 'STATE' && event.to === state)?.atMs ?? Number.NaN
}

describe('what goes wrong on cue', () => {
  it.each<[string, FaultInput]>([
    ['IAM throttles the write', { kind: 'throttle', operation: 'iam:PutRolePolicy', times: 3 }],
    ['CloudTrail throttles', { kind: 'throttle', operation: 'cloudtrail:LookupEvents', times: 3 }],
    ['the write is answered with an error after its effect', putFails('error')],
    ['the write is cut off after its effect', putFails('cutOff')],
    ['CloudTrail is late', { kind: 'trailLate', by: '15m' }],
  ])('does not keep a right decision from its end: %s', async (_what, fault) => {
    const record = await playedWith(fault)
    expect(record.end).toEqual({ kind: 'finished' })
    expect(record.incidents).toMatchObject([{ state: 'contained' }])
    expect(record.events.filter(({ kind }) => kind === 'FAULT')).toHaveLength(1)
  })

  it('a slow answer takes exercise time', async () => {
    const record = await playedWith({ kind: 'slow', operation: 'iam:PutRolePolicy', by: '8s' }, '2m')
    expect(enteredAtMs(record, 'verifying') - enteredAtMs(record, 'blocking')).toBeGreaterThan(8_000)
  })

  it('while the chat is down nobody knows of the question', async () => {
    const record = await playedWith({ kind: 'chatDown', for: '3m' })
    const asked = record.events.find(({ kind }) => kind === 'QUESTION_OPENED')
    expect(asked?.atMs).toBe(180_000)
    expect(record.incidents).toMatchObject([{ state: 'contained' }])
  })

  it.each(['beforeWrite', 'afterWrite'] as const)(
    'a worker that dies at the write is replaced when its lease is over: %s',
    async (when) => {
      const record = await playedWith({ kind: 'killWorker', when })
      expect(enteredAtMs(record, 'verifying') - enteredAtMs(record, 'blocking')).toBeGreaterThan(60_000)
      expect(record.incidents).toMatchObject([{ state: 'contained' }])
    },
  )

  it('an approver who is away answers nothing', async () => {
    const record = await playedWith({ kind: 'away', who: 'approver', for: '20m' })
    expect(record.events.filter(({ kind }) => kind === 'DECISION')).toEqual([])
  })
})

function putFails(kind: 'error' | 'cutOff'): FaultInput {
  const at = { operation: 'iam:PutRolePolicy', when: 'after' } as const
  return kind === 'error' ? { kind, ...at, code: 'ServiceFailure' } : { kind, ...at }
}
