import fc from 'fast-check'
import type { Json } from '../../../simulated-aws/json.js'
import { formParameters } from '../../../simulated-aws/wire/form.js'

/** The Query protocol as a client writes it: lists as member.N, counted from one. */
function flatten(value: Json, name: string): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => flatten(inner, `${name}.member.${index + 1}`))
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => flatten(inner, name === '' ? key : `${name}.${key}`))
  }
  return [[name, String(value)]]
}

const name = fc.stringMatching(/^[A-Z][A-Za-z]{0,8}$/).filter((text) => text !== 'Action' && text !== 'Version')
const leaf = fc.string()
const item = fc.dictionary(name, leaf, { minKeys: 1, maxKeys: 3 })
const parameters = fc.dictionary(
  name,
  fc.oneof(leaf, item, fc.array(leaf, { minLength: 1 }), fc.array(item, { minLength: 1, maxLength: 12 })),
)

it('what a client flattens is read back as it was', () => {
  fc.assert(
    fc.property(parameters, (given) => {
      const form = new URLSearchParams([['Action', 'X'], ['Version', 'Y'], ...flatten(given, '')])
      expect(formParameters(new URLSearchParams(form.toString()))).toEqual({ ...given })
    }),
  )
})

it('no form, however odd, breaks the reader or reaches a prototype', () => {
  const odd = fc.array(
    fc.tuple(
      fc.oneof(
        fc.string(),
        fc.constantFrom('__proto__.x', 'a.__proto__.b', 'constructor.prototype.x', 'a', 'a.1', '....'),
      ),
      fc.string(),
    ),
  )
  fc.assert(
    fc.property(odd, (pairs) => {
      formParameters(new URLSearchParams(pairs))
      expect(Object.prototype).not.toHaveProperty('x')
      expect(Object.prototype).not.toHaveProperty('b')
    }),
  )
})
