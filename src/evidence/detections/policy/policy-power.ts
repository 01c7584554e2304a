import type { PolicyStatement } from './policy-document.js'

/**
 * How much a policy gives. `administrator` everything; `escalating` what can be turned into everything; `wide` a whole service
 * on everything; `ordinary` less; `nothing` where it only denies.
 */
export type PolicyPower = 'administrator' | 'escalating' | 'wide' | 'ordinary' | 'nothing'

/**
 * Each of these lets its holder become somebody with more rights, given a wide enough resource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html and Rhino Security Labs' list of
 * escalation methods.
 */
const escalatingActions = (
  'iam:putuserpolicy iam:putrolepolicy iam:putgrouppolicy iam:attachuserpolicy iam:attachrolepolicy iam:attachgrouppolicy ' +
  'iam:createpolicyversion iam:setdefaultpolicyversion iam:addusertogroup iam:createaccesskey iam:createloginprofile ' +
  'iam:updateloginprofile iam:updateassumerolepolicy iam:deleteuserpermissionsboundary iam:deleterolepermissionsboundary ' +
  'iam:passrole sts:assumerole sso:attachmanagedpolicytopermissionset sso:putinlinepolicytopermissionset'
).split(' ')

/** Asked for by one rule after the other. */
const powers = new WeakMap<readonly PolicyStatement[], PolicyPower>()

export function policyPower(statements: readonly PolicyStatement[]): PolicyPower {
  const known = powers.get(statements)
  if (known !== undefined) return known
  const power = powerOf(statements)
  powers.set(statements, power)
  return power
}

function powerOf(statements: readonly PolicyStatement[]): PolicyPower {
  const allowing = statements.filter(({ isAllow }) => isAllow)
  if (allowing.length === 0) return 'nothing'
  const onEverything = allowing.filter(({ resources }) => resources.some(isEverything))
  const actions = onEverything.flatMap((statement) => statement.actions)
  if (actions.some((action) => action === '*' || action === '*:*')) return 'administrator'
  if (actions.some(isEscalating)) return 'escalating'
  return actions.some((action) => action.endsWith(':*')) ? 'wide' : 'ordinary'
}

/** `arn:aws:iam::*:role/*` is as good as everything to whoever passes roles. */
function isEverything(resource: string): boolean {
  return resource === '*' || /^arn:[^:]*:iam::[^:]*:(\*|(role|user|group|policy)\/\*)$/.test(resource)
}

function isEscalating(pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return escalatingActions.includes(pattern)
  return escalatingActions.some((action) => covers(pattern, action))
}

/** IAM's wildcards: `*` any number of letters, `?` one. */
function covers(pattern: string, action: string): boolean {
  let [p, a, star, resume] = [0, 0, -1, 0]
  while (a < action.length) {
    if (pattern[p] === '*') {
      star = p
      resume = a
      p += 1
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === action[a])) {
      p += 1
      a += 1
    } else if (star >= 0) {
      p = star + 1
      resume += 1
      a = resume
    } else return false
  }
  return [...pattern.slice(p)].every((letter) => letter === '*')
}

/** By the names that AWS gives its own policies; null for a customer's, whose content the name does not tell. */
export function managedPolicyPower(policyArn: string): PolicyPower | null {
  const name = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(policyArn)?.[1]
  if (name === undefined) return null
  const last = name.slice(name.lastIndexOf('/') + 1)
  if (/^AdministratorAccess($|-)/.test(last)) return 'administrator'
  if (/^(IAMFullAccess|AWSOrganizationsFullAccess|AWSSSOMasterAccountAdministrator)$/.test(last)) return 'escalating'
  if (/^AWSDenyAll$|^AWSCompromisedKeyQuarantine/.test(last)) return 'nothing'
  return /^PowerUserAccess$|FullAccess$|Admin(istrator)?$/.test(last) ? 'wide' : 'ordinary'
}
