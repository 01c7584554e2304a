import { z } from 'zod'

/** JSON as data: what may be hashed, stored and sent. Apart from what hashes it: a thread that reads logs has no use for schemas. */
export const jsonSchema = z.json()
