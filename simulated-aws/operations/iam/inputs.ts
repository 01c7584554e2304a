import { z } from 'zod'

const nameMessage = 'Member must satisfy regular expression pattern: [\\w+=,.@-]+'

export const roleName = z
  .string()
  .max(64, 'Member must have length less than or equal to 64')
  .regex(/^[\w+=,.@-]+$/, nameMessage)
export const userName = roleName
/** Names of groups and of instance profiles may be twice as long. */
export const groupName = z
  .string()
  .max(128, 'Member must have length less than or equal to 128')
  .regex(/^[\w+=,.@-]+$/, nameMessage)
export const instanceProfileName = groupName
export const policyName = z
  .string()
  .max(128, 'Member must have length less than or equal to 128')
  .regex(/^[\w+=,.@-]+$/, nameMessage)
export const policyArn = z.string().min(20, 'Member must have length greater than or equal to 20').max(2048)

/** policyDocumentType of the IAM model. */
export const policyDocument = z
  .string()
  .min(1, 'Member must have length greater than or equal to 1')
  .max(131_072, 'Member must have length less than or equal to 131072')
  .regex(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern of the IAM model, letter for letter.
    /^[\u0009\u000A\u000D\u0020-\u00FF]+$/,
    'Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
  )

/** In the Query protocol an empty list is sent as an empty text. */
export function listOf<Item extends z.ZodType>(item: Item) {
  const list = z.array(item).max(50, 'Member must have length less than or equal to 50')
  return z.preprocess((value) => (value === '' ? [] : value), list)
}

export const tags = listOf(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
export const tagKeys = listOf(z.string().min(1).max(128))

export const entityPath = z
  .string()
  .max(512)
  .regex(
    /^(\/|\/[\u0021-\u007E]+\/)$/,
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  )

export const pathPrefix = z.string().startsWith('/').default('/')

/** The Query protocol has texts only; a caller inside the process may give the value itself. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
