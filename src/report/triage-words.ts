import type { Evidence } from '../domain/evidence.js'

/** The triage of a Roles Anywhere profile, a question with its answer a sentence; nothing for other incidents. External names in it. */
export function triageSentences({ rolesAnywhere }: Pick<Evidence, 'rolesAnywhere'>): string[] {
  return (rolesAnywhere?.triage ?? []).map(({ question, answer }) => `${question} ${answer}`)
}
