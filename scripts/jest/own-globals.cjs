/**
 * What a suite's code takes from its context once, as constants of each module, and not each time that it is named: where
 * Node keeps the globals of a context, naming `Array` takes thirty times as long as elsewhere, which was up to three quarters
 * of what a suite cost that computes much. Left out is what tests put something else in the place of: Date and timers.
 */
const NAMES = [
  ...[
    'Object',
    'Array',
    'String',
    'Number',
    'Boolean',
    'Symbol',
    'BigInt',
    'RegExp',
    'Math',
    'JSON',
    'Reflect',
    'Proxy',
  ],
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'Error', 'TypeError', 'RangeError', 'SyntaxError'],
  ...['AggregateError', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Atomics', 'Uint8Array', 'Uint16Array'],
  ...['Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array'],
  ...['BigUint64Array', 'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURIComponent'],
  ...['Buffer', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'AbortSignal'],
  ...['AbortController', 'structuredClone'],
]

/** Stands before a module's code, in its first line: those that the code names. A module may not give one another meaning. */
function ownGlobalsFor(code) {
  const named = NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(code))
  return named.length === 0 ? '' : `const { ${named.join(', ')} } = globalThis; `
}

module.exports = { NAMES, ownGlobalsFor }
