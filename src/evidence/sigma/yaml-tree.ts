/** A YAML document as plain data with line numbers, so that an error in a rule can name its line. Lines count from 1. */
export type YamlTree = YamlScalar | YamlList | YamlMap

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** As written: `012345678901` is an account id, and its value as a number would lose the zero. */
  readonly source: string
  readonly line: number
}

export interface YamlList {
  readonly kind: 'list'
  readonly items: readonly YamlTree[]
  readonly line: number
}

export interface YamlEntry {
  readonly key: string
  readonly line: number
  readonly value: YamlTree
}

export interface YamlMap {
  readonly kind: 'map'
  readonly entries: readonly YamlEntry[]
  readonly line: number
}
