import { readCast } from '../../../../app/exercise/slack/cast.js'
import { ownerOfRun } from '../../../../app/exercise/slack/owner-of-run.js'
import type { Exercise } from '../../../../exercises/exercise-file.js'
import { starterExercise } from '../../../support/exercises/starter.js'

const starter = starterExercise()
const roles = [...starter.roles, { id: 'deputy', name: 'The deputy', does: 'decides as well' }]
/** Two people approve, of two who may. */
function withQuorum(
  of: { readonly contain: number; readonly restore: number },
  path: readonly string[] = [],
): Exercise {
  const { approvals } = starter.world
  const two = { ...approvals.contain, approvers: ['approver', 'deputy'] }
  const contain = { ...two, quorum: of.contain }
  const restore = { ...two, quorum: of.restore }
  const world = { ...starter.world, approvals: { ...approvals, contain, restore } }
  return { ...starter, roles, world, expectedPath: [...starter.expectedPath, ...path] }
}
const problems = (exercise: Exercise, ...given: string[]) => {
  const read = readCast(exercise, given)
  return read.ok ? [] : read.problems
}

describe('who plays what in Slack', () => {
  it('is a member for each role, and the script plays the others', () => {
    const read = readCast(starter, ['approver=U0ANA0001', 'responder=W0BEN0001'])
    expect(read).toEqual({
      ok: true,
      cast: new Map([
        ['approver', 'U0ANA0001'],
        ['responder', 'W0BEN0001'],
      ]),
    })
  })

  it.each([
    [[], /Nobody plays: give --as ROLE=U0123456789 .*\(facilitator, responder, approver\)/],
    [['owner=U0ANA0001'], /There is no role "owner" in this exercise: it has facilitator, responder, approver\./],
    [['approver'], /--as approver= takes the id of a member, U0123456789, not ""/],
    [['approver=@ana'], /takes the id of a member, U0123456789, not "@ana"/],
    [['approver=U0ANA0001=x'], /not "U0ANA0001=x"/],
    [['=U0ANA0001'], /There is no role ""/],
    [['approver=U0ANA0001', 'approver=U0BEN0001'], /Two members cannot play approver/],
  ])('is refused with a sentence that says what to give: %j', (given, message) => {
    expect(problems(starter, ...given)).toEqual([expect.stringMatching(message)])
  })

  it('may be one member in several roles where one approval is enough', () => {
    expect(problems(starter, 'approver=U0ANA0001', 'responder=U0ANA0001', 'facilitator=U0ANA0001')).toEqual([])
  })

  it('is refused where fewer people than the quorum would be behind the approvers', () => {
    const exercise = withQuorum({ contain: 2, restore: 1 })
    expect(problems(exercise, 'approver=U0ANA0001', 'deputy=U0ANA0001')).toEqual([
      expect.stringMatching(
        /A block needs 2 people, and approver and deputy are only 1: let another member, or the script/,
      ),
    ])
    expect(problems(exercise, 'approver=U0ANA0001', 'deputy=U0BEN0001')).toEqual([])
    // The script plays the deputy, as a person of its own.
    expect(problems(exercise, 'approver=U0ANA0001')).toEqual([])
  })

  it('is refused where nobody could both ask for a restore and leave enough others to approve it', () => {
    const everything = ['approver=U0ANA0001', 'deputy=U0ANA0001', 'responder=U0ANA0001']
    const restoring = withQuorum({ contain: 1, restore: 1 }, ['awaitingRestoreApproval', 'restoring'])
    expect(problems(restoring, ...everything)).toEqual([
      expect.stringMatching(/Nobody approves a restore that they asked/),
    ])
    expect(problems(restoring, 'approver=U0ANA0001', 'deputy=U0ANA0001')).toEqual([])
    expect(problems(withQuorum({ contain: 1, restore: 1 }), ...everything)).toEqual([])
  })

  it('may be anybody in a discussion, where nothing is approved', () => {
    const talk: Exercise = { ...withQuorum({ contain: 2, restore: 2 }), mode: 'discuss' }
    expect(problems(talk, 'approver=U0ANA0001', 'deputy=U0ANA0001')).toEqual([])
    expect(problems({ ...talk, mode: 'rehearse' }, 'approver=U0ANA0001', 'deputy=U0ANA0001')).toHaveLength(1)
  })
})

describe('whoever is asked "was this you?"', () => {
  const owner = { id: 'owner', name: 'Marius Holm', does: 'owns it' }
  const withOwner = { ...starter, roles: [...starter.roles, owner] }

  it('is the member who plays the owner, else the script; nobody where there is no such role', () => {
    expect(ownerOfRun({ exercise: withOwner, cast: new Map([['owner', 'U0ANA']]) })).toEqual({
      kind: 'member',
      slackId: 'U0ANA',
    })
    const script = { kind: 'script', role: 'owner', name: 'Marius Holm' }
    expect(ownerOfRun({ exercise: withOwner, cast: new Map() })).toEqual(script)
    expect(ownerOfRun({ exercise: starter, cast: new Map([['approver', 'U0ANA']]) })).toBeNull()
  })

  it('is whom the good script asks, where it asks somebody else', () => {
    const asks = { by: 'responder', does: 'askOwner', owner: 'approver', at: { ms: 0 } } as const
    const exercise = { ...withOwner, players: { ...starter.players, good: [asks] } }
    expect(ownerOfRun({ exercise, cast: new Map() })).toMatchObject({ role: 'approver' })
  })
})
