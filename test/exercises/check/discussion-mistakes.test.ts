import { checkExercise } from '../../../exercises/check-exercise.js'
import { discussionText } from '../../support/exercises/discussion.js'
import { changed } from '../../support/exercises/exercises.js'
import { fakeKinds } from '../../support/exercises/stage-kinds.js'

function fieldsOf(...change: [string, string]): string[] {
  const checked = checkExercise(changed(discussionText, change), fakeKinds)
  return checked.ok ? [] : checked.problems.map(({ field, what }) => `${field}: ${what}`)
}

describe('a discussion, in which the playbook rests', () => {
  it('is without a problem as it is', () => {
    expect(checkExercise(discussionText, fakeKinds)).toMatchObject({ ok: true })
  })

  it.each([
    [
      'has no expected path',
      'minutes: 15',
      'minutes: 15\nexpectedPath: [investigating]',
      'expectedPath: in a discussion',
    ],
    [
      'waits for no state',
      'at: 2m',
      'after: {state: contained}',
      'injects[1].after: in a discussion the playbook rests',
    ],
    [
      'sends no finding',
      'text: An alarm.',
      'payload: {detail: {}}',
      'injects[0].payload: in a discussion no finding is sent',
    ],
    ['says what was found', 'text: An alarm.', 'forged: true', 'injects[0]: it says nothing'],
    [
      'has nobody attack',
      'hidden: true',
      'hidden: true\n      at: 1m\n      does: mint-key',
      'attack.steps[0].does: in a discussion nobody attacks',
    ],
    [
      'gathers no evidence',
      'revealedBy: {asking: [trust]}',
      'revealedBy: {evidence: [CreateUser]}',
      'attack.steps[0].revealedBy.evidence: in a discussion no evidence is gathered',
    ],
    [
      'breaks nothing',
      'kind: chat\n    title: A mail\n    manual: true\n    from: The owner',
      'kind: fault\n    title: A mail\n    manual: true\n    fault: {kind: killWorker}',
      'injects[2].fault.kind: in a discussion nothing runs that it could break',
    ],
    [
      'measures no containment',
      'metric: rubricPoints, target: 1',
      'metric: timeToContain, target: 5m',
      'objectives[0].metric: timeToContain is not measured in a discussion',
    ],
    [
      'has no decisions of the product',
      'does: ask, at: 1m, text: Who can assume it? Show me the trust policy.',
      'does: retry, at: 1m, reason: so',
      'players.good[0].does: in a discussion the playbook rests',
    ],
  ])('%s', (_, from, to, problem) => {
    expect(fieldsOf(from, to)).toContainEqual(expect.stringContaining(problem))
  })

  it('needs a facilitator for what is played by hand', () => {
    expect(fieldsOf('id: facilitator', 'id: leader')).toContainEqual(
      expect.stringContaining('there is no role facilitator'),
    )
  })
})
