import { z } from 'zod'
import type { RuleNotes } from './rule-notes.js'
import type { YamlMap, YamlTree } from './yaml-tree.js'

const text = z.string()
const texts = z
  .union([z.array(text), text.transform((only) => [only]), z.null().transform((): string[] => [])])
  .default([])

const attributionSchema = z.object({
  title: text.min(1),
  id: text.nullish(),
  author: text.nullish(),
  status: z.enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported']).nullish(),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']).nullish(),
  license: text.nullish(),
  description: text.nullish(),
  tags: texts,
  references: texts,
  falsepositives: texts,
})

export type SigmaLevel = NonNullable<z.infer<typeof attributionSchema>['level']>

/**
 * Whose rule it is, and what it says about itself. The Detection Rule License 1.1 asks for the title, id and author with
 * every match that is shown. All texts come from the file: escape them where they are shown.
 */
export interface SigmaAttribution {
  readonly title: string
  readonly id: string | null
  readonly author: string | null
  readonly level: SigmaLevel | null
  readonly status: string | null
  readonly tags: readonly string[]
  /** ATT&CK techniques of the tags: `attack.t1078.004` is `T1078.004`. */
  readonly techniques: readonly string[]
  /** As it was named when the rules were loaded. */
  readonly file: string
  /** The rule's own `license`, otherwise that of the published set. */
  readonly licence: string
  readonly description: string | null
  readonly references: readonly string[]
  readonly falsePositives: readonly string[]
}

const PUBLISHED_LICENCE = 'Detection Rule License (DRL) 1.1, unless its author says otherwise'
const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i

/** Reads all but the detection. Refuses a missing title and values of wrong types, each by the name of its field. */
export function readAttribution(rule: YamlMap, file: string, notes: RuleNotes): SigmaAttribution | null {
  const known = new Set(Object.keys(attributionSchema.shape))
  const entries = rule.entries.filter(({ key }) => known.has(key))
  const parsed = attributionSchema.safeParse(Object.fromEntries(entries.map(({ key, value }) => [key, plain(value)])))
  if (parsed.success) return attributionOf(parsed.data, file)
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0] ?? 'rule')
    const line = entries.find(({ key }) => key === field)?.line ?? rule.line
    notes.refuse(line, field, `its ${field} is not what a Sigma rule has there: ${message}`)
  }
  return null
}

function attributionOf(data: z.infer<typeof attributionSchema>, file: string): SigmaAttribution {
  return {
    title: data.title,
    id: data.id ?? null,
    author: data.author ?? null,
    level: data.level ?? null,
    status: data.status ?? null,
    tags: data.tags,
    techniques: data.tags.flatMap((tag) => TECHNIQUE.exec(tag)?.[1]?.toUpperCase() ?? []),
    file,
    licence: data.license ?? PUBLISHED_LICENCE,
    description: data.description ?? null,
    references: data.references,
    falsePositives: data.falsepositives,
  }
}

type Plain = string | number | boolean | null | readonly Plain[]

/** None of these fields is a map; one that stands there fails the schema as an array of arrays. */
function plain(tree: YamlTree): Plain {
  if (tree.kind === 'scalar') return tree.value
  return tree.kind === 'list' ? tree.items.map(plain) : [[]]
}
