import { type CheckLine, green, red, yellow } from '../check-line.js'
import type { ConfigNote } from '../config-note.js'

const name = 'configuration'

/** Problems are red, warnings yellow; each with its place. */
export function checkConfiguration(path: string, notes: readonly ConfigNote[]): CheckLine[] {
  if (notes.length === 0) return [green(name, `${path} can be used, and nothing in it calls for a second look`)]
  return notes.map((note) => {
    const place = `${note.file}${note.line === null ? '' : `:${note.line}`}`
    const says = `${place}${note.path === '' ? '' : ` ${note.path}`}: ${note.what}`
    return note.severity === 'problem' ? red(name, says, note.cure) : yellow(name, says, note.cure)
  })
}
