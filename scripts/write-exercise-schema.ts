/** Writes exercises/exercise.schema.json: node scripts/run-ts.mjs scripts/write-exercise-schema.ts && npx biome check --write exercises */
import { writeFileSync } from 'node:fs'
import { exerciseJsonSchema } from '../exercises/exercise-json-schema.js'

const file = new URL('../exercises/exercise.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(exerciseJsonSchema(), null, 2)}\n`)
