import { z } from 'zod'
import { exerciseSchema } from '../exercise-file.js'
import type { Path } from './problem.js'

/** JSON Schema as far as the keys of objects go. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>> | undefined
  readonly items?: Shape | undefined
  readonly oneOf?: readonly Shape[] | undefined
  readonly anyOf?: readonly Shape[] | undefined
  /** Of shapes that hold themselves. */
  readonly $ref?: string | undefined
  readonly $defs?: Readonly<Record<string, Shape>> | undefined
  readonly const?: z.core.util.JSONType | undefined
  readonly enum?: readonly z.core.util.JSONType[] | undefined
}

const shapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), shapeSchema).optional().catch(undefined),
    items: shapeSchema.optional().catch(undefined),
    oneOf: z.array(shapeSchema).optional().catch(undefined),
    anyOf: z.array(shapeSchema).optional().catch(undefined),
    $ref: z.string().optional().catch(undefined),
    $defs: z.record(z.string(), shapeSchema).optional().catch(undefined),
    const: z.json().optional(),
    enum: z.array(z.json()).optional(),
  }),
)

let whole: Shape | null = null

/** Keys that may stand under a path of this file, in the schema's order: of an inject those of its own kind. */
export function keysUnder(schemaOf: z.ZodType, path: Path, given: object): string[] {
  whole ??= shapeSchema.parse(z.toJSONSchema(exerciseSchema, { io: 'input', unrepresentable: 'any' }))
  const root = schemaOf === exerciseSchema ? whole : shapeSchema.parse(z.toJSONSchema(schemaOf, { io: 'input' }))
  const named = (shape: Shape): Shape => root.$defs?.[shape.$ref?.replace('#/$defs/', '') ?? ''] ?? shape
  let shape: Shape | undefined = chosen(root, given, named)
  let value: unknown = given
  for (const step of path) {
    value = childOf(value, step)
    const next: Shape | undefined = typeof step === 'number' ? shape?.items : shape?.properties?.[step]
    shape = next === undefined ? undefined : chosen(next, value, named)
  }
  return Object.keys(shape?.properties ?? {})
}

/** Of several shapes the one whose fixed values are those of the given one. */
function chosen(given: Shape, value: unknown, named: (shape: Shape) => Shape): Shape {
  const shape = named(given)
  const choices = [...(shape.oneOf ?? []), ...(shape.anyOf ?? [])].map(named)
  const ofKeys = typeof value === 'object' ? choices.filter(({ properties }) => properties !== undefined) : choices
  const fitting = ofKeys.find((choice) =>
    Object.entries(choice.properties ?? {}).every(([key, inner]) => isFixedAs(inner, childOf(value, key))),
  )
  return fitting ?? shape
}

function isFixedAs({ const: fixed, enum: values }: Shape, value: unknown): boolean {
  if (value === undefined) return true
  if (fixed !== undefined) return fixed === value
  return values === undefined || values.some((each) => each === value)
}

/** What stands there in a value from outside; undefined: nothing. */
export function childOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === String(step))?.[1]
}
