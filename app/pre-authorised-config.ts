import { z } from 'zod'
import type { PreAuthorised } from '../src/incidents/pre-authorised.js'
import { newestPlaybooks } from './playbooks.js'

const names = newestPlaybooks.map(({ name }) => name)

/** Which blocks of an account are approved before anybody is asked; left out: none. Each part must be said. */
export const preAuthorisedSchema = z.strictObject({
  /** Of a finding that nobody could have forged, on GuardDuty's scale. */
  minSeverity: z.number().min(0).max(10),
  playbooks: z
    .array(
      z.string().refine((name) => names.includes(name), {
        error: `there is no such playbook: ${names.join(', ')} are known`,
      }),
    )
    .min(1, 'name the playbooks whose blocks are approved beforehand'),
  /** Ends by itself then; null: until the configuration says otherwise. */
  until: z.iso.datetime({ offset: true }).nullable().default(null),
})

/** null: people are asked. */
export function preAuthorisedOf(
  account: {
    readonly id: string
    readonly preAuthorised: z.infer<typeof preAuthorisedSchema> | null
    readonly confirmFindings?: boolean
  },
  holdDownMs: number,
): PreAuthorised | null {
  const { id: accountId, preAuthorised, confirmFindings = false } = account
  return preAuthorised === null ? null : { accountId, ...preAuthorised, holdDownMs, confirmFindings }
}
