import type { AnywhereImpact } from '../domain/plan.js'
import type { ImpactFact } from './impact-facts.js'
import { count } from './words.js'

/** What a Roles Anywhere profile hands out, to whom and by whose certificates, as people ask for it. */
export function profileFacts(impact: AnywhereImpact | undefined): ImpactFact[] {
  if (impact === undefined) return []
  const { roles, durationSeconds, trustAnchors, activeSubjects } = impact
  const off = trustAnchors.flatMap(({ name, trustAnchorId, turnedOffBecause }) => {
    return turnedOffBecause === null ? [] : [`${name} (${trustAnchorId}): ${turnedOffBecause}`]
  })
  const on = trustAnchors.filter(({ enabled, turnedOffBecause }) => enabled && turnedOffBecause === null)
  return [
    { name: 'Roles it hands out', text: roles.map(describeRole).join(', ') || 'none' },
    { name: 'For how long', text: durationSeconds === null ? 'not set' : `${durationSeconds} s a session` },
    { name: 'Trust anchors turned off', text: off.join('; ') || 'none' },
    {
      name: 'Trust anchors left on',
      text: on.map(({ name, trustAnchorId }) => `${name} (${trustAnchorId})`).join(', ') || 'none',
    },
    { name: 'Certificates seen, of any profile', text: subjectsIn(activeSubjects) },
  ]
}

function describeRole({ arn, isAdministrator }: AnywhereImpact['roles'][number]): string {
  if (isAdministrator === null) return `${arn} (its policies could not be read)`
  return isAdministrator ? `${arn} (may do everything)` : arn
}

/** Roles Anywhere does not tell by which profile a certificate came. */
function subjectsIn(subjects: readonly string[] | null): string {
  if (subjects === null) return 'not known'
  const [first, ...others] = subjects
  if (first === undefined) return 'none'
  const shown = [first, ...others].slice(0, 5).join('; ')
  return subjects.length <= 5 ? shown : `${shown}, and ${count(subjects.length - 5, 'other')}`
}
