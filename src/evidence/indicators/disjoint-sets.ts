/** Union-find over texts: which are connected. */
export class DisjointSets {
  readonly #parents = new Map<string, string>()

  join(one: string, other: string): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)]
    // The lesser root wins, so that the order of joining shows nowhere.
    if (a !== b) this.#parents.set(a < b ? b : a, a < b ? a : b)
  }

  /** The same for all that are connected; the text itself where it was never joined. */
  rootOf(text: string): string {
    let root = text
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent
    let each = text
    while (each !== root) {
      const next = this.#parents.get(each) ?? root
      this.#parents.set(each, root)
      each = next
    }
    return root
  }
}
