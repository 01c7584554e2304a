import { readFileSync } from 'node:fs'
import { stageKinds } from '../../app/exercise/stage-kinds.js'
import { checkExercise } from '../../exercises/check-exercise.js'
import { exerciseSchema } from '../../exercises/exercise-file.js'
import { faultSchema } from '../../exercises/schema/faults.js'
import { findingSourceNameSchema, injectSchema } from '../../exercises/schema/injects.js'
import { objectiveSchema } from '../../exercises/schema/objectives.js'
import { scriptedMoveSchema } from '../../exercises/schema/players.js'
import { scoreRun } from '../../exercises/score.js'
import { played } from '../support/exercises/played.js'

const page = readFileSync(new URL('../../docs/exercises.md', import.meta.url), 'utf8')
const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []

/** The words that tell the shapes of a union apart, each of which is a literal or some. */
function wordsOf(
  { options }: { options: readonly { shape: Record<string, object> }[] },
  key: string,
): readonly string[] {
  return options.flatMap(({ shape }) => {
    const word = shape[key]
    if (word === undefined) return []
    if ('values' in word && word.values instanceof Set) return [...word.values].map(String)
    return 'options' in word && Array.isArray(word.options) ? word.options.map(String) : []
  })
}

describe('docs/exercises.md', () => {
  it('has an example that can be played, well and badly', async () => {
    const checked = checkExercise(example, stageKinds)
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    const { exercise } = checked
    const met = async (player: 'good' | 'bad') =>
      scoreRun(exercise, await played(exercise, player)).objectives.map((objective) => objective.met)
    expect(await met('good')).toEqual([true, true])
    expect(await met('bad')).toEqual([false, true])
  })

  it.each([
    ['key of the file', Object.keys(exerciseSchema.shape)],
    ['metric', wordsOf(objectiveSchema, 'metric')],
    ['kind of inject', wordsOf(injectSchema, 'kind')],
    ['source', findingSourceNameSchema.options],
    ['fault', wordsOf(faultSchema, 'kind')],
    ['move', wordsOf(scriptedMoveSchema, 'does')],
    ['technique', stageKinds.techniques.map(({ name }) => name)],
  ])('names every %s', (_what, words) => {
    expect(words.length).toBeGreaterThan(5)
    expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([])
  })
})
