/** Why a rule was not loaded: what it uses or gets wrong, by name. The rule takes no part in any match. */
export interface SigmaRefusal {
  readonly file: string
  readonly line: number | null
  /** null where the document has none that can be read. */
  readonly title: string | null
  /** The construct by name: `aggregation count()`, `near`, `timeframe`, `placeholder %Servers%`, `modifier foo`, `logsource` ... */
  readonly construct: string
  /** One sentence for the person who has the file. Texts of the rule stand in it raw: escape it where it is shown. */
  readonly reason: string
}

/** A rule that is loaded and evaluated as written, although it will probably not do what its author meant. */
export interface SigmaWarning {
  readonly file: string
  readonly line: number | null
  readonly title: string | null
  readonly message: string
}

/** Collects everything that is wrong with one rule, so that its owner need not correct it one error at a time. */
export class RuleNotes {
  readonly refusals: SigmaRefusal[] = []
  readonly warnings: SigmaWarning[] = []
  title: string | null = null

  constructor(private readonly file: string) {}

  /** Answers null, so that a reader can end with `return notes.refuse(...)`. */
  refuse(line: number | null, construct: string, reason: string): null {
    this.refusals.push({ file: this.file, line, title: this.title, construct, reason })
    return null
  }

  warn(line: number | null, message: string): void {
    this.warnings.push({ file: this.file, line, title: this.title, message })
  }
}
