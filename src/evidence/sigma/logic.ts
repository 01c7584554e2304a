/** A Boolean expression over leaves: of a condition the search identifiers, of a rule the tests of fields. */
export type Logic<Leaf> =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Logic<Leaf>[] }
  | { readonly kind: 'not'; readonly of: Logic<Leaf> }
  | { readonly kind: 'leaf'; readonly leaf: Leaf }

/** An `and` or `or` of one is that one. */
export function joined<Leaf>(kind: 'and' | 'or', of: readonly Logic<Leaf>[]): Logic<Leaf> {
  const [only] = of
  return only !== undefined && of.length === 1 ? only : { kind, of }
}
