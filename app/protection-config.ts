import { z } from 'zod'
import type { ProtectionRules } from '../src/ports.js'

const arnPattern = z
  .string()
  .regex(/^(arn|\*)/, 'an ARN with * and ? where anything may stand; it begins with arn or *')
  .refine((pattern) => !/^arn:[^:]*:sts:/.test(pattern), {
    error: "a session's ARN protects nothing: name the role, arn:…:iam::…:role/…",
  })

/** IAM tag keys and values: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const raisingTag = z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(256).optional() })

const protectedEntry = z
  .strictObject({
    arn: arnPattern.optional(),
    uniqueId: z
      .string()
      .regex(/^(AROA|AIDA|AGPA)[A-Z0-9]{8,124}$/, 'AROA…, AIDA… or AGPA…, as IAM shows it')
      .optional(),
    raisingTag: raisingTag.optional(),
  })
  .refine((entry) => Object.values(entry).filter((value) => value !== undefined).length === 1, {
    error: 'each entry names exactly one of arn, uniqueId and raisingTag',
  })

/** `protected` of the configuration: whom nobody may block (arn, uniqueId), and what takes one approval more (raisingTag). */
export const protectedSchema = z.array(protectedEntry).default([])

/** The entries as the rules that plans and writes are measured by. */
export function protectionRulesOf(entries: z.infer<typeof protectedSchema>): ProtectionRules {
  return {
    arns: entries.flatMap(({ arn }) => arn ?? []),
    uniqueIds: entries.flatMap(({ uniqueId }) => uniqueId ?? []),
    raisingTags: entries
      .flatMap(({ raisingTag: tag }) => tag ?? [])
      .map(({ key, value }) => ({ key, value: value ?? null })),
  }
}
