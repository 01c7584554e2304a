import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { partitionSchema } from '../../../src/domain/partition.js'
import { principalSchema } from '../../../src/domain/principal.js'
import { resolvePrincipal } from '../../../src/domain/resolve-principal.js'

/** A case: what a source says, and the principal. `reason` is compared by the words that it must contain. */
const casesSchema = z.array(
  z.strictObject({
    name: z.string(),
    clues: z.strictObject({
      partition: partitionSchema.optional(),
      accountId: z.string().optional(),
      arns: z.array(z.string()),
      userType: z.string().optional(),
      userName: z.string().optional(),
      principalId: z.string().optional(),
      accessKeyId: z.string().optional(),
      invokedBy: z.string().optional(),
    }),
    expected: principalSchema.strict(),
    reasonMentions: z.array(z.string()).default([]),
  }),
)

const folder = new URL('../../cases/principals/', import.meta.url)

for (const file of readdirSync(folder)) {
  const cases = casesSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  describe(`principals: ${file}`, () => {
    for (const { name, clues, expected, reasonMentions } of cases) {
      it(name, () => {
        const { reason, ...principal } = resolvePrincipal(clues)

        expect(principal).toEqual(expected)
        for (const word of reasonMentions) expect(reason).toContain(word)
        if (reasonMentions.length === 0) expect(reason).toBeUndefined()
      })

      it(`${name}, in whatever order the ARNs come`, () => {
        const backwards = { ...clues, arns: clues.arns.toReversed() }
        expect(resolvePrincipal(backwards)).toEqual(resolvePrincipal(clues))
      })
    }
  })
}
