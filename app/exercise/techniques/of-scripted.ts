import { z } from 'zod'
import type { AttackScene, PartProblem } from '../../../exercises/stage-kinds.js'
import type { ScriptedTechnique } from '../../../simulated-aws/scripted/technique.js'
import { placeOf } from '../identities.js'
import { namesMissing } from './names-missing.js'
import { commonShape, defineTechnique, ownParameters, type Parameters, type Technique } from './technique.js'

type EveryMs = (own: Parameters, enforcementDelayMs: number) => number

/** A technique of the simulated account's, acting with the very key that the step has. */
export function ofScripted(scripted: ScriptedTechnique, everyMs: EveryMs): Technique {
  return defineTechnique({
    name: scripted.name,
    summary: scripted.summary,
    gainsCredentials: scripted.gainsCredentials,
    schema: z.strictObject({ ...scripted.parameters.shape, ...commonShape }),
    everyMs,
    checkScene: (parameters, scene) => [
      ...checkHolder(scripted, parameters, scene),
      ...namesMissing(parameters, scene.accounts),
    ],
    begin: ({ account, accessKeyId, holds, random }, own) => {
      const run = scripted.begin({ account, accessKeyId, random, ...placeOf(holds) }, own)
      return { act: () => void run.step(), credentials: () => run.credentials(), doors: () => run.doors() }
    },
  })
}

/** Whose keys another step came by is known at play only. */
function checkHolder({ name, actsAs }: ScriptedTechnique, given: Parameters, { holds }: AttackScene): PartProblem[] {
  const needed = given.uses === undefined ? (actsAs?.(ownParameters(given)) ?? null) : null
  if (needed === null || holds[needed] !== undefined) return []
  const what = `${name} acts as a ${needed}, and attack.holds names a ${needed === 'user' ? 'role' : 'user'}`
  const cure = `Let \`attack.holds\` name a ${needed}, or give \`uses\` with a step that comes by the keys of one.`
  return [{ path: [], what, cure }]
}
