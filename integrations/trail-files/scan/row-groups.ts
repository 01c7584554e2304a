/** A number for each row. */
export type RowColumn = Uint32Array | Int32Array

const empty = -1

/**
 * Rows of one window that agree in all of some columns, group by group; in a group they stand as they came. Rows whose window is -1 are
 * in none. Numbers alone are compared, once a row: looking texts up in a map for each took longer than all the rest of counting.
 */
export class RowGroups {
  readonly count: number
  /** The rows, one group behind the other. */
  readonly #rows: Int32Array
  readonly #windows: Int8Array
  /** Where each group begins, and where the last one ends. */
  readonly #from: Int32Array

  /** `windows` and all columns have one number a row. */
  constructor(windows: Int8Array, columns: readonly RowColumn[]) {
    const rows = windows.length
    const { groupOf, count } = groupsOf(windows, columns)
    this.count = count
    this.#windows = windows
    this.#from = new Int32Array(count + 1)
    for (let row = 0; row < rows; row += 1) {
      const group = groupOf[row] ?? empty
      if (group !== empty) this.#from[group + 1] = (this.#from[group + 1] ?? 0) + 1
    }
    for (let group = 0; group < count; group += 1) {
      this.#from[group + 1] = (this.#from[group + 1] ?? 0) + (this.#from[group] ?? 0)
    }
    this.#rows = sorted(groupOf, this.#from)
  }

  /** The rows of a group: at least one. */
  rowsOf(group: number): Int32Array {
    return this.#rows.subarray(this.#from[group], this.#from[group + 1])
  }

  windowOf(group: number): number {
    return this.#windows[this.#rows[this.#from[group] ?? 0] ?? 0] ?? -1
  }
}

function sorted(groupOf: Int32Array, from: Int32Array): Int32Array {
  const next = from.slice()
  const rows = new Int32Array(from[from.length - 1] ?? 0)
  for (let row = 0; row < groupOf.length; row += 1) {
    const group = groupOf[row] ?? empty
    if (group === empty) continue
    const place = next[group] ?? 0
    rows[place] = row
    next[group] = place + 1
  }
  return rows
}

function groupsOf(windows: Int8Array, columns: readonly RowColumn[]) {
  const rows = windows.length
  const groupOf = new Int32Array(rows).fill(empty)
  /** The first row of each group. */
  const first = new Int32Array(rows)
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows + 1))).fill(empty)
  const mask = table.length - 1
  let count = 0
  for (let row = 0; row < rows; row += 1) {
    const window = windows[row] ?? empty
    if (window === empty) continue
    let place = hashOf(columns, row) & mask
    for (;;) {
      const group = table[place] ?? empty
      if (group === empty) {
        table[place] = count
        first[count] = row
        groupOf[row] = count
        count += 1
        break
      }
      if (windows[first[group] ?? 0] === window && agree(columns, first[group] ?? 0, row)) {
        groupOf[row] = group
        break
      }
      place = (place + 1) & mask
    }
  }
  return { groupOf, count }
}

function hashOf(columns: readonly RowColumn[], row: number): number {
  let hash = 0
  for (let at = 0; at < columns.length; at += 1) {
    hash = Math.imul(hash ^ (columns[at]?.[row] ?? 0), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash
}

function agree(columns: readonly RowColumn[], a: number, b: number): boolean {
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at]
    if (column?.[a] !== column?.[b]) return false
  }
  return true
}
