import { posix } from 'node:path'
import { listImports } from './import-list.js'
import type { Breach, SourceFile } from './source-file.js'

type Edge = { readonly to: string; readonly line: number }

/** The file of the tree that a relative import names (`./x.js` is `x.ts`); null for packages and built-in modules. */
export function resolveImport(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  return posix.normalize(posix.join(posix.dirname(from), specifier)).replace(/\.(m|c)?js$/, '.$1ts')
}

/**
 * Circles of imports that exist at run time, one breach a circle, at the import that closes it. Types may refer to each
 * other freely; modules that load each other see half-initialised values, depending on who was loaded first.
 */
export function findValueCycles(sources: readonly SourceFile[]): readonly Breach[] {
  const graph = new Map(sources.map((source) => [source.path, allValueImports(source)]))
  const done = new Set<string>()
  const breaches: Breach[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    for (const { to, line } of graph.get(path) ?? []) {
      const start = trail.indexOf(to)
      if (start !== -1) {
        const circle = [...trail.slice(start), to].join(' -> ')
        breaches.push({ path, line, message: `closes a circle of value imports: ${circle}` })
      } else if (!done.has(to)) visit(to, [...trail, to])
    }
    done.add(path)
  }
  for (const path of graph.keys()) if (!done.has(path)) visit(path, [path])
  return breaches
}

/** What of the tree is loaded with the file. */
export function valueImports(source: SourceFile): readonly Edge[] {
  return allValueImports(source).filter(({ isLate }) => !isLate)
}

function allValueImports(source: SourceFile): readonly (Edge & { readonly isLate: boolean })[] {
  return listImports(source).flatMap(({ specifier, line, typeOnly, isLate }) => {
    const to = specifier === null || typeOnly ? null : resolveImport(source.path, specifier)
    return to === null ? [] : [{ to, line, isLate }]
  })
}
