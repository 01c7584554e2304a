/** What an attacker has decided to do, in order: what is refused (throttled, not enforced yet) is tried again. */
export class Tasks {
  #open: (() => boolean)[]

  /** Each task answers whether it is done. */
  constructor(tasks: (() => boolean)[]) {
    this.#open = tasks
  }

  attempt(): void {
    this.#open = this.#open.filter((task) => !task())
  }
}
