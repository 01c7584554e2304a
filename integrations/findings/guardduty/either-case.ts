import { z } from 'zod'

/**
 * An object schema that takes each of its keys in camelCase (EventBridge, exports) or in PascalCase (`aws guardduty
 * get-findings`, which people replay); a payload may mix them. Only own keys that the shape names are read, so unknown fields
 * and `__proto__` go nowhere. A key in both cases is refused, unless it is the same scalar twice: one would be ignored.
 */
export function eitherCase<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.preprocess((value, context) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const given = new Map<string, unknown>(Object.entries(value))
    const folded = new Map<string, unknown>()
    for (const camel of Object.keys(shape)) {
      const pascal = pascalCase(camel)
      if (given.has(camel) && given.has(pascal) && given.get(camel) !== given.get(pascal)) {
        context.issues.push({ code: 'custom', input: null, path: [camel], message: `differs from ${pascal} beside it` })
      }
      const spelling = given.has(camel) ? camel : pascal
      if (given.has(spelling)) folded.set(camel, given.get(spelling))
    }
    return Object.fromEntries(folded)
  }, z.object(shape))
}

function pascalCase(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1)
}
