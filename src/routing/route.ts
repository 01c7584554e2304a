import { globMatches } from '../containment/glob.js'
import type { Finding, FindingSource } from '../domain/finding.js'

/** Which findings start a playbook. What is left out (an empty list, null) is not asked. */
export interface Route {
  /** Patterns (`*`, `?`, in any case) of the finding's type or title; one of them must match. */
  readonly types: readonly string[]
  readonly sources: readonly FindingSource[]
  /** Ids of the rules that make findings, as Elastic ships them, or whole names of Splunk's searches; in any case. */
  readonly rules: readonly string[]
  /** On GuardDuty's scale, 0 to 10. */
  readonly minSeverity: number | null
  readonly playbook: string
}

/** What a route looks at. */
export type Routed = Pick<Finding, 'source' | 'type' | 'title' | 'severity'> & {
  readonly principal: Pick<Finding['principal'], 'type'>
  readonly subject?: Finding['subject']
}

/** What everything goes to that no route takes. */
export const USUAL_PLAYBOOK = 'compromised-principal'
export const PROFILE_PLAYBOOK = 'roles-anywhere-profile'
export const CROSS_ACCOUNT_PLAYBOOK = 'cross-account-activity'

/** Splunk's story AWS Cross Account Activity; its app calls them `ESCU - AWS Detect Role Creation - Rule`. https://research.splunk.com/stories/aws_cross_account_activity/ */
const crossAccountSearches = [
  '*aws cross account activity*',
  '*aws detect attach to role policy*',
  '*aws detect permanent key creation*',
  '*aws detect role creation*',
  '*aws detect sts assume role abuse*',
  '*aws detect sts get session token abuse*',
]

const nothing = { types: [], sources: [], rules: [], minSeverity: null } as const

/** What findings start where the configuration says nothing else; asked after its own routes. */
export const builtInRoutes: readonly Route[] = [
  // https://www.elastic.co/docs/reference/security/prebuilt-rules/rules/integrations/aws/persistence_iam_roles_anywhere_profile_created
  {
    ...nothing,
    sources: ['elastic'],
    rules: ['1d4ca9c0-ff1e-11ee-91cc-f661ea17fbce'],
    playbook: PROFILE_PLAYBOOK,
  },
  { ...nothing, types: ['*roles anywhere*profile*', '*rolesanywhere*profile*'], playbook: PROFILE_PLAYBOOK },
  { ...nothing, sources: ['splunk'], types: crossAccountSearches, playbook: CROSS_ACCOUNT_PLAYBOOK },
]

/**
 * The playbook that a finding starts: that of the first route that takes it, else the usual one. The profiles' playbook, whose
 * restore revokes no sessions, is started by the rule that made the finding, or where the finding tells of a profile, never by
 * a word of its title alone: a role may be called RolesAnywhereProfileRole, and titles name who acted. What people ask for goes by
 * whom they name alone: they asked for a block of that, whatever a configuration does with findings. Total and deterministic;
 * never throws.
 */
export function playbookFor(routes: readonly Route[], finding: Routed): string {
  if (finding.principal.type === 'rolesAnywhereProfile') return PROFILE_PLAYBOOK
  if (finding.source === 'person') return USUAL_PLAYBOOK
  const possible = [...routes, ...builtInRoutes].filter(
    ({ playbook, rules }) => playbook !== PROFILE_PLAYBOOK || rules.length > 0 || finding.subject !== undefined,
  )
  return possible.find((route) => takes(route, finding))?.playbook ?? USUAL_PLAYBOOK
}

function takes({ types, sources, rules, minSeverity }: Route, { source, type, title, severity }: Routed): boolean {
  const isOfType = types.length === 0 || types.some((one) => globMatches(one, type) || globMatches(one, title))
  const isOfSource = sources.length === 0 || sources.includes(source)
  const isOfRule = rules.length === 0 || rules.some((rule) => rule.toLowerCase() === type.toLowerCase())
  return isOfType && isOfSource && isOfRule && (minSeverity === null || severity >= minSeverity)
}
