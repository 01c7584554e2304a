import { compareTexts } from '../../facts/texts.js'
import type { EventMark, KeyFacts } from '../../facts/trail-facts.js'
import { addressReach } from '../address-reach.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'

/** What every SDK says of itself inside a function or container: AWS sets the variable that it stands in. */
const insideAgent = /exec-env\/AWS_(Lambda|ECS)/
/** Of these it is known that they say so: a client of another make may not. */
const sayingAgent = /^(aws-cli|Boto3|Botocore|aws-sdk-(js|go|java|nodejs|ruby3|php))\//i

/**
 * Credentials of a function or container used by a command line or SDK that does not run inside one, and from a second address:
 * they were read out of its environment. ATT&CK T1552.001, credentials in files and environments.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const functionCredentialsElsewhere: PatternRule = {
  kind: 'pattern',
  id: 'function-credentials-elsewhere',
  title: 'Credentials of a function or container used outside of it',
  technique: 'T1552.001',
  tactic: 'credential-access',
  find: ({ facts }) =>
    [...facts.scope.keys.values()]
      .filter(({ agents, byIp }) => agents.size > 1 && placesIn(byIp) > 1)
      .sort((a, b) => compareTexts(a.principalId, b.principalId) || compareTexts(a.accessKeyId, b.accessKeyId))
      .flatMap(sightingOf),
}

function placesIn(byIp: KeyFacts['byIp']): number {
  return [...byIp.keys()].filter((address) => addressReach(address) === 'public').length
}

function sightingOf({ actorKey, sessionName, agents }: KeyFacts): Sighting[] {
  const outside = [...agents].filter(([agent]) => sayingAgent.test(agent) && !insideAgent.test(agent))
  if (outside.length === 0 || ![...agents.keys()].some((agent) => insideAgent.test(agent))) return []
  return [
    {
      actorKeys: [actorKey],
      severity: 'high',
      status: outside.some(([, { ok }]) => ok > 0) ? 'succeeded' : 'attempted',
      what: `session ${sessionName} used with ${named(outside.map(([agent]) => agent).sort(compareTexts))}`,
      why: ['the function’s or container’s own calls say that they come from inside it'],
      marks: outside.flatMap(([, { eventIds }]): readonly EventMark[] => eventIds),
    },
  ]
}
