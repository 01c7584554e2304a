import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { configSchema } from '../../app/config.js'
import { schemaKeys } from '../../app/setup/schema-keys.js'

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
/** The rows of the tables of keys: key and default. */
const rows = [...page.matchAll(/^\| `([a-z][^`]*)` \| (`[^`]*`|[^|]+?) \|/gm)].map(([, key = '', byDefault = '']) => ({
  key,
  byDefault,
}))
const documented = new Set(rows.map(({ key }) => key))

/** Groups of keys are explained by what is in them, and people once for all places where they stand. */
const keys = schemaKeys(configSchema)
const leaves = keys.filter((key) => !keys.some((other) => other.startsWith(`${key}.`) || other.startsWith(`${key}[]`)))
const asDocumented = (key: string) =>
  key.replace(/^(operators|viewers|approvals\.restore\.approvers)\[\]/, 'approvals.contain.approvers[]')

interface Node {
  readonly default?: z.core.util.JSONType | undefined
  readonly properties?: Readonly<Record<string, Node>> | undefined
  readonly items?: Node | undefined
  readonly anyOf?: readonly Node[] | undefined
}
const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    default: z.json().optional(),
    properties: z.record(z.string(), node).optional(),
    items: node.optional().catch(undefined),
    anyOf: z.array(node).optional(),
  }),
)

function defaultsOf({ properties = {}, items, anyOf = [] }: Node, prefix: string): [string, string][] {
  const own = Object.entries(properties).flatMap(([name, inner]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    const at: [string, string][] = inner.default === undefined ? [] : [[path, JSON.stringify(inner.default)]]
    return [...at, ...defaultsOf(inner, path)]
  })
  const inItems = items === undefined ? [] : defaultsOf(items, `${prefix}[]`)
  return [...own, ...inItems, ...anyOf.flatMap((choice) => defaultsOf(choice, prefix))]
}

describe('docs/configuration.md', () => {
  it('explains every key of the schema, and none that is not there', () => {
    expect(leaves.length).toBeGreaterThan(40)
    expect(leaves.filter((key) => !documented.has(asDocumented(key)))).toEqual([])
    const known = new Set(keys)
    expect([...documented].filter((key) => !known.has(key))).toEqual([])
  })

  it('tells the defaults that the schema has', () => {
    const defaults = new Map(defaultsOf(node.parse(z.toJSONSchema(configSchema, { io: 'input' })), ''))
    const told = rows.filter(({ key }) => defaults.has(key))
    expect(told.length).toBeGreaterThan(25)
    const wrong = told.filter(
      ({ key, byDefault }) => JSON.stringify(parseYaml(byDefault.replaceAll('`', ''))) !== defaults.get(key),
    )
    expect(wrong).toEqual([])
  })

  it.each(['DATABASE_URL', 'DATABASE_MIGRATE_URL', 'REDIS_URL', 'GUARDDUTY_SECRETS', 'TOURNIQUET_SERVER_HOST'])(
    'names the variable %s',
    (name) => {
      expect(page).toContain(`\`${name}\``)
    },
  )
})
