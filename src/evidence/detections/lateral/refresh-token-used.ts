import type { PatternRule } from '../rule.js'

/**
 * Cognito tokens renewed with a refresh token by somebody with AWS credentials. Applications do that all day without; told so that it is
 * on the list, no more. ATT&CK T1550.001 (T1098.A006 in AWS's threat technique catalogue).
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export const refreshTokenUsed: PatternRule = {
  kind: 'pattern',
  id: 'cognito-refresh-token-used',
  title: 'Cognito tokens renewed with a refresh token',
  technique: 'T1550.001',
  tactic: 'persistence',
  find: (trail) =>
    [...trail.facts.scope.actors]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([actorKey, facts]) => {
        const tallies = trail.talliesOf(facts, 'cognito-idp', 'GetTokensFromRefreshToken')
        const isNamed = facts.actor.type === 'user' || facts.actor.type === 'role' || facts.actor.type === 'root'
        const times = tallies.reduce((sum, { ok, failed }) => sum + ok + failed, 0)
        if (times === 0) return []
        return [
          {
            actorKeys: isNamed ? [actorKey] : [],
            severity: isNamed ? ('low' as const) : ('informational' as const),
            status: tallies.some(({ ok }) => ok > 0) ? ('succeeded' as const) : ('attempted' as const),
            what: `${times} time(s)`,
            why: [],
            marks: tallies.flatMap(({ eventIds }) => eventIds),
          },
        ]
      }),
}
