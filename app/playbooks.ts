import { compromisedPrincipal } from '../playbooks/compromised-principal.js'
import type { PlaybookRegistry } from '../src/engine/engine.js'

/** Every playbook, newest version first. A version stays here until no open incident uses it. */
export const allPlaybooks = [compromisedPrincipal]

/** Finds the machine that an incident was started with. */
export const playbooks: PlaybookRegistry = {
  find: (playbook, version) =>
    allPlaybooks.find((machine) => machine.id === playbook && machine.config.version === version) ?? null,
}

/** What a finding on a principal starts. */
export const defaultPlaybook = {
  playbook: compromisedPrincipal.id,
  version: compromisedPrincipal.config.version ?? '1',
}
