import { checkAnswers } from '../../exercises/check-answers.js'
import { exerciseOf, initText } from '../support/exercises/exercises.js'
import { fakeKinds } from '../support/exercises/stage-kinds.js'

const exercise = exerciseOf(initText)
const check = (text: string) => checkAnswers(text, exercise, fakeKinds)
const problemsOf = (text: string) => {
  const checked = check(text)
  return checked.ok ? [] : checked.problems.map(({ line, field, what }) => `${line} ${field}: ${what}`)
}

describe('a file of answers', () => {
  it('holds moves as a script does', () => {
    const text =
      'answers:\n  - {by: approver, does: deny, after: {question: contain, delay: 2m}, reason: It is ours.}\n'
    expect(check(text)).toMatchObject({ ok: true, answers: [{ does: 'deny', question: 'contain', by: 'approver' }] })
  })

  it.each([
    [
      'a role that does not take part',
      '{by: boss, does: ask, at: 1m, text: Why?}',
      '1 answers[0].by: there is no role "boss"',
    ],
    ['no time', '{by: approver, does: ask, text: Why?}', '1 answers[0]: it does not say when it happens'],
    [
      'an inject that is not there',
      '{by: approver, does: answer, at: 1m, inject: x, text: No.}',
      '1 answers[0].inject: there is no inject "x" that asks for an answer',
    ],
    ['an unknown key', '{by: approver, does: ask, at: 1m, txt: Why?}', '1 answers[0].txt: there is no key "txt" here'],
  ])('%s is told with its line', (_, move, problem) => {
    expect(problemsOf(`answers: [${move}]`)).toEqual([problem])
  })
})
