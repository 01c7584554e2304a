export type Path = readonly (string | number)[]

/** Something wrong with an exercise, before it is known in which line. */
export interface Problem {
  readonly path: Path
  /** What is wrong, beginning with a small letter and without a full stop. It may quote the file. */
  readonly what: string
  /** What to do, in a sentence. */
  readonly cure: string
}

/** Something wrong with an exercise file, for its author. */
export interface ExerciseProblem {
  /** From 1. */
  readonly line: number
  readonly column: number
  /** `injects[2].expect.by`; empty for the whole. */
  readonly field: string
  readonly what: string
  readonly cure: string
}

/** `injects[2].expect.by`. */
export function fieldOf(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}

/** `file.yaml:12:5: injects[2].expect.by: there is no role "boss". Name one of: …` */
export function problemLine(file: string, { line, column, field, what, cure }: ExerciseProblem): string {
  return `${file}:${line}:${column}: ${field === '' ? '' : `${field}: `}${what}. ${cure}`
}

/** A list for a sentence: `a, b or c`; `nothing` where it is empty. */
export function oneOf(names: readonly string[]): string {
  const shown = [...new Set(names)]
  if (shown.length === 0) return 'nothing'
  const last = shown.pop() ?? ''
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`
}
