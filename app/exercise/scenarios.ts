import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = join('exercises', 'scenarios')

/** An exercise that comes with the program. */
export interface Scenario {
  readonly id: string
  readonly file: string
}

/** Every exercise that comes with the program, by its id, which is the name of its file. */
export function scenarios(): Scenario[] {
  const folder = scenarioFolder(dirname(fileURLToPath(import.meta.url)))
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ id: name.replace(/\.yaml$/, ''), file: join(folder, name) }))
}

/** Found from dist/ and from the sources alike: the nearest one above. */
function scenarioFolder(from: string): string {
  const folder = join(from, FOLDER)
  if (existsSync(folder)) return folder
  const above = dirname(from)
  if (above === from) throw new Error('The scenarios are missing beside this program: install it again.')
  return scenarioFolder(above)
}
