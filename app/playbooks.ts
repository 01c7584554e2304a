import type { AnyStateMachine } from 'xstate'
import { compromisedPrincipal } from '../playbooks/compromised-principal.js'
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
]

/** Finds the machine that an incident was started with. */
export const playbooks: PlaybookRegistry = {
  find: (name, version) =>
    allPlaybooks.find((playbook) => playbook.name === name && playbook.version === version)?.machine ?? null,
}

/** What a finding on a principal starts. */
export const defaultPlaybook = { playbook: allPlaybooks[0].name, version: allPlaybooks[0].version }
