import { z } from 'zod'
import { defaultModes, defaultProfileModes } from '../src/containment/contain-modes.js'

/** IAM enforces about 4 s after it answers: a shorter window would count its own delay as a block that failed. */
const LEAST_WINDOW_SECONDS = 4

const roleModes = modesOf('a role', ['deny-all', 'deny-session', 'revoke-sessions'], defaultModes.role)
const userModes = modesOf('a user', ['deny-all', 'revoke-sessions', 'disable-keys'], defaultModes.user)
const groupModes = modesOf('a group', ['deny-all'], defaultModes.group)
const profileModes = modesOf(
  'a Roles Anywhere profile',
  ['disable-profile', 'disable-trust-anchors'],
  defaultProfileModes,
)

/** `containment` of the configuration: what is done to whom, under which name, and how its effect is judged. */
export const containmentSchema = z
  .strictObject({
    modes: z
      .strictObject({
        role: roleModes,
        user: userModes,
        group: groupModes,
        rolesAnywhereProfile: profileModes.optional(),
      })
      .prefault({}),
    /** null: each block is named after its containment, so that it can overwrite nothing. */
    policyName: z
      .string()
      .regex(
        /^[\w+=,.@-]{1,128}$/,
        'not a name that IAM takes for a policy: 1 to 128 letters, digits and + = , . @ _ -',
      )
      .nullable()
      .default(null),
    propagationWindowSeconds: z
      .number()
      .min(LEAST_WINDOW_SECONDS, `IAM itself takes about ${LEAST_WINDOW_SECONDS} s: not less than that`)
      .max(600)
      .default(10),
    suspectLookbackMinutes: z.number().min(0).max(1440).default(15),
  })
  .prefault({})

/** A list of what can be done to one type of entity. An empty one would block nothing and be called a block. */
function modesOf<T extends string>(what: string, modes: readonly [T, ...T[]], byDefault: readonly T[]) {
  const mode = z.enum(modes, {
    error: ({ input }) => `${JSON.stringify(input)} is nothing that is done to ${what}; known: ${modes.join(', ')}`,
  })
  return z
    .array(mode)
    .min(1, `say what is done to ${what}; an empty list would block nothing`)
    .refine((list) => new Set(list).size === list.length, { error: 'each mode once' })
    .default([...byDefault])
}
