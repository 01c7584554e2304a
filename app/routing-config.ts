import { z } from 'zod'
import { findingSourceSchema } from '../src/domain/finding.js'
import type { Route } from '../src/routing/route.js'
import { newestPlaybooks } from './playbooks.js'

const text = z.string().min(1).max(200)
const names = newestPlaybooks.map(({ name }) => name)

const routeSchema = z
  .strictObject({
    /** Patterns of the finding's type or title, `*` and `?`, in any case. */
    types: z.array(text).max(100).default([]),
    sources: z.array(findingSourceSchema.exclude(['person'])).default([]),
    /** Ids of rules, as Elastic ships them, or whole names of searches. */
    rules: z.array(text).max(100).default([]),
    minSeverity: z.number().min(0).max(10).nullable().default(null),
    playbook: z.string().refine((name) => names.includes(name), {
      error: `there is no such playbook: ${names.join(', ')} are known`,
    }),
  })
  .refine(
    ({ types, sources, rules, minSeverity }) =>
      types.length + sources.length + rules.length > 0 || minSeverity !== null,
    {
      error: 'it would take every finding: say which by types, sources, rules or minSeverity',
    },
  )

/** Which findings start which playbook: the first that takes one, before what is built in. A playbook that is not known is a start-up error. */
export const routingSchema: z.ZodType<readonly Route[]> = z.array(routeSchema).max(100).default([])
