import { readFileSync } from 'node:fs'
import { exerciseJsonSchema } from '../../exercises/exercise-json-schema.js'

describe('the JSON Schema of an exercise file', () => {
  it('is published as it is made from the schema that files are checked with', () => {
    const file = new URL('../../exercises/exercise.schema.json', import.meta.url)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(exerciseJsonSchema())))
  })

  it('knows what must be there and refuses what is unknown', () => {
    expect(exerciseJsonSchema()).toMatchObject({
      additionalProperties: false,
      required: expect.arrayContaining(['apiVersion', 'id', 'objectives', 'world', 'injects', 'players']),
    })
  })
})
