import { z } from 'zod'
import { exerciseSchema } from './exercise-file.js'

/**
 * The JSON Schema of an exercise file as it may be written, for editors: `# yaml-language-server: $schema=…` in its first line.
 * Names that must exist and keys that exclude each other are beyond it; `tourniquet exercise check` tells these.
 */
export function exerciseJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(exerciseSchema, { io: 'input', reused: 'ref' })
  return {
    $schema,
    title: 'Tourniquet exercise',
    description:
      'A tabletop exercise: objectives, roles, the simulated account, the attack, injects and scripted players.',
    ...schema,
  }
}
