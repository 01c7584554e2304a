import type { AnyStateMachine } from 'xstate'
import { compromisedPrincipal } from '../playbooks/compromised-principal.js'
import { crossAccountActivity } from '../playbooks/cross-account-activity.js'
import { rolesAnywhereProfile } from '../playbooks/roles-anywhere-profile.js'
import type { PlaybookRegistry } from '../src/engine/engine.js'

/** A playbook as it is registered: the machine does not know its name, since playbooks share their stages. */
export interface Playbook {
  readonly name: string
  readonly version: string
  readonly machine: AnyStateMachine
}

/** Every playbook, newest version first. A version stays here until no open incident uses it. */
export const allPlaybooks: readonly [Playbook, ...Playbook[]] = [
  { name: 'compromised-principal', version: '1', machine: compromisedPrincipal },
  { name: 'cross-account-activity', version: '1', machine: crossAccountActivity },
  { name: 'roles-anywhere-profile', version: '1', machine: rolesAnywhereProfile },
]

/** The version of each that new incidents start with. */
export const newestPlaybooks: readonly Playbook[] = allPlaybooks.filter(
  ({ name }, index) => allPlaybooks.findIndex((other) => other.name === name) === index,
)

/** Finds the machine that an incident was started with. */
export const playbooks: PlaybookRegistry = {
  find: (name, version) =>
    allPlaybooks.find((playbook) => playbook.name === name && playbook.version === version)?.machine ?? null,
}

/** What a finding on a principal starts. */
export const defaultPlaybook = { playbook: allPlaybooks[0].name, version: allPlaybooks[0].version }
