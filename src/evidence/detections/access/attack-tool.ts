import { compareTexts } from '../../facts/texts.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'
import type { Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'

/**
 * What programs and systems call themselves. Whoever attacks can change it and often does not. Public names: GuardDuty's
 * PenTest:IAMUser findings, and the default agents of the tools.
 */
const kinds: readonly { readonly agent: RegExp; readonly severity: Severity; readonly why: string }[] = [
  {
    agent: /(?:^|[^a-z])(kali|parrot|pentoo|blackarch)(?![a-z])/i,
    severity: 'medium',
    why: 'a system for penetration tests',
  },
  {
    agent:
      /\b(pacu|weirdaal|enumerate-iam|nimbostratus|cloudgoat|barq|endgame|leonidas|aws_?pwn|aws_consoler|quiet-riot|cloudfox|s3scanner|bucketkicker|trufflehog|metasploit|sqlmap|nuclei|gobuster)\b/i,
    severity: 'high',
    why: 'a tool for attacks',
  },
  { agent: /stratus-red-team/i, severity: 'high', why: 'a tool that plays attacks' },
  {
    agent: /\b(prowler|scoutsuite|cloudsploit|cloudmapper|cartography|steampipe|pmapper|principalmapper)\b/i,
    severity: 'low',
    why: 'a tool that audits whole accounts',
  },
  {
    agent: /\b(s3 ?browser|cyberduck|winscp|rclone|megasync)\b/i,
    severity: 'low',
    why: 'a program to copy buckets with',
  },
]

/** ATT&CK T1588.002, obtain capabilities: tool; told by its use of a valid account. */
export const attackToolUsed: PatternRule = {
  kind: 'pattern',
  id: 'attack-tool-user-agent',
  title: 'Calls by a tool for attacks or audits',
  technique: 'T1588.002',
  tactic: 'initial-access',
  find: (trail) =>
    trail.actorsInOrder().flatMap(([actorKey, facts]) =>
      kinds.flatMap(({ agent, severity, why }) => {
        const agents = [...facts.byAgent].filter(([name]) => agent.test(name)).sort(([a], [b]) => compareTexts(a, b))
        return agents.length === 0 ? [] : [sightingOf(actorKey, agents, { severity, why }, trail)]
      }),
    ),
}

type Agents = readonly (readonly [string, { readonly eventIds: Sighting['marks'] }])[]

function sightingOf(
  actorKey: string,
  agents: Agents,
  kind: Pick<Sighting, 'severity'> & { why: string },
  trail: TrailView,
): Sighting {
  const before = trail.hasBaseline ? trail.facts.baseline.actors.get(actorKey)?.byAgent : undefined
  const isUsual = agents.every(([agent]) => before?.has(agent) === true)
  return {
    actorKeys: [actorKey],
    severity: isUsual ? 'low' : kind.severity,
    // A call that was denied shows as well that the credential is in the tool's hands.
    status: 'succeeded',
    what: named(agents.map(([agent]) => agent)),
    why: [kind.why, ...(isUsual ? ['used before too'] : [])],
    marks: agents.flatMap(([, { eventIds }]) => eventIds.slice(0, 3)),
  }
}
