import { z } from 'zod'

/** The name of a role or user. */
export const nameSchema = z.string().regex(/^[\w+=,.@-]{1,64}$/, 'it must be the name of a role or user')

/** When an attacker acts that makes itself ways back: at once, or on the first sign of a block. */
export const actsAtSchema = z.enum(['once', 'block']).default('once')
