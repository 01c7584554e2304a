import { relative } from 'node:path'

/** A path from where the person is, as far as it is below. */
export function nearPath(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}
