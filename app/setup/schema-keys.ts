import { z } from 'zod'

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>> | undefined
  readonly items?: Shape | undefined
  readonly anyOf?: readonly Shape[] | undefined
  readonly allOf?: readonly Shape[] | undefined
  readonly oneOf?: readonly Shape[] | undefined
}

/** JSON Schema as far as the keys of objects go; what is not an object there (`items: true`) has none. */
const shapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), shapeSchema).optional().catch(undefined),
    items: shapeSchema.optional().catch(undefined),
    anyOf: z.array(shapeSchema).optional().catch(undefined),
    allOf: z.array(shapeSchema).optional().catch(undefined),
    oneOf: z.array(shapeSchema).optional().catch(undefined),
  }),
)

/** Every key that a schema knows, as paths in the order of the schema: `accounts[].lookupRegions`, `server.port`. */
export function schemaKeys(schema: z.ZodType): string[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return [...new Set(keysOf(shapeSchema.parse(json), ''))]
}

/** The names that may stand right under a path: `['server']` gives host and port. */
export function namesUnder(keys: readonly string[], path: readonly PropertyKey[]): string[] {
  const prefix = pathText(path)
  const names = keys
    .filter((key) => prefix === '' || key.startsWith(`${prefix}.`))
    .map((key) => key.slice(prefix === '' ? 0 : prefix.length + 1))
  return [...new Set(names.map((name) => name.replace(/[.[].*$/s, '')))]
}

/** `['accounts', 0, 'id']` as the schema has it: `accounts[].id`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? '[]' : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}

function keysOf(shape: Shape, prefix: string): string[] {
  const own = Object.entries(shape.properties ?? {}).flatMap(([name, inner]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    return [path, ...keysOf(inner, path)]
  })
  const items = shape.items === undefined ? [] : keysOf(shape.items, `${prefix}[]`)
  const choices = [...(shape.anyOf ?? []), ...(shape.allOf ?? []), ...(shape.oneOf ?? [])]
  return [...own, ...items, ...choices.flatMap((choice) => keysOf(choice, prefix))]
}
