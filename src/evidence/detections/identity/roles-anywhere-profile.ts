import type { Act } from '../act.js'
import type { Sighting } from '../detection.js'
import { textAt, textsUnder } from '../request-values.js'
import type { PatternRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { rolesAnywhereAnswers } from './roles-anywhere-answers.js'

/**
 * A Roles Anywhere profile made: which roles a certificate may take on. What Elastic's rule 1d4ca9c0 looks for (successful
 * CreateProfile of rolesanywhere.amazonaws.com), graded low by it at first and high since 2026, since its guide's questions decide
 * which of the two it is: they are asked of the records here. ATT&CK T1098.003.
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateProfile.html
 */
export const rolesAnywhereProfile: PatternRule = {
  kind: 'pattern',
  id: 'rolesanywhere-profile-created',
  title: 'Roles Anywhere profile created',
  technique: 'T1098.003',
  tactic: 'persistence',
  find: (trail) => trail.actsNamed('rolesanywhere', 'CreateProfile').map((act) => sightingOf(act, trail)),
}

function sightingOf(act: Act, trail: TrailView): Sighting {
  const answers = rolesAnywhereAnswers(act, trail)
  const suspicious = answers.filter(({ verdict }) => verdict === 'suspicious')
  const isUsual = trail.habit(act) !== null && suspicious.length === 0
  const graded = isUsual ? 'low' : suspicious.length > 0 ? 'high' : 'medium'
  const hasFailed = act.outcome !== 'ok'
  const roles = textsUnder(act.request, 'roleArns')
  const name = textAt(act.request, 'name') ?? 'unnamed'
  return {
    actorKeys: [act.actor.key],
    severity: hasFailed ? 'low' : graded,
    status: hasFailed ? 'attempted' : 'succeeded',
    what: `profile ${name} for ${roles.join(', ') || 'no role yet'}`,
    why: suspicious.map(({ answer }) => answer),
    answers,
    marks: [act.mark],
  }
}
