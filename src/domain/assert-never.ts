/** Ends every `switch` over a closed union: a new member is a compile error at each place that must learn about it. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`Unhandled ${what}: ${JSON.stringify(value)}. This is a bug in Tourniquet.`)
}
