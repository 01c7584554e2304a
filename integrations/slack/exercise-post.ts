/** Somebody who plays: a member of Slack, or nobody but the script of the file. Texts are of the file, and not escaped. */
export interface ExercisePart {
  /** The id of the role. */
  readonly role: string
  readonly name: string
  readonly does: string
  /** null: the script of the file plays it. */
  readonly slackId: string | null
}

/** What every message of a run knows. Times are ISO 8601, on the clock of the people. */
export interface ExerciseScene {
  readonly run: string
  readonly title: string
  readonly summary: string
  readonly classification: string
  /** `discuss`: people talk it through, and there are no incidents and no cards. */
  readonly mode: 'discuss' | 'rehearse'
  readonly minutes: number
  /** How much faster than the clock it goes. */
  readonly timeScale: number
  readonly startedAt: string
  readonly parts: readonly ExercisePart[]
}

/** Somebody's words. */
export interface ExerciseSaid {
  readonly by: string
  /** `T+04:12`. */
  readonly at: string
  readonly text: string
  /** In time; else it is shown, and counts for nothing. */
  readonly inTime: boolean
}

/** An inject as people see it. `to`: ids of roles; empty: everybody. */
export interface InjectNews {
  readonly kind: 'inject'
  readonly inject: string
  readonly injectKind: 'finding' | 'evidence' | 'chat' | 'fault' | 'question' | 'pressure'
  readonly at: string
  readonly title: string
  readonly from: string | null
  readonly to: readonly string[]
  readonly text: string | null
  /** Until when people have to do something about it; null: nothing is expected of anybody. */
  readonly until: string | null
  readonly said: readonly ExerciseSaid[]
  /** null: it is open. */
  readonly outcome: { readonly met: boolean; readonly why: string } | null
}

/** One thing that happened, in a sentence or two. */
export interface PlainNews {
  readonly kind: 'plain'
  readonly slot: string
  readonly at: string
  readonly title: string
  /** The role whose doing it is; null: nobody's. */
  readonly by: string | null
  readonly text: string
  /** What came to light by it; null: nothing did. */
  readonly answer: string | null
}

/** How a run came out. */
export interface EndNews {
  readonly kind: 'end'
  readonly at: string
  /** `It came to its end.` */
  readonly how: string
  readonly objectives: readonly {
    readonly status: 'met' | 'partly' | 'notMet'
    readonly text: string
    readonly value: string
    readonly target: string
  }[]
  readonly injects: {
    readonly met: number
    readonly outOf: number
    readonly missed: readonly { readonly title: string; readonly why: string }[]
  }
  readonly path: { readonly asExpected: boolean; readonly actual: readonly string[] }
  /** What the attacker got and still has, one a line. */
  readonly attacker: readonly string[]
  readonly liveAwsCalls: number
  /** Where the report is; null: it is being written. */
  readonly report: string | null
}

export type ExerciseNews = InjectNews | PlainNews | EndNews

/** The one message of a run in the channel. */
export interface ExerciseHead {
  /** `T+04:12`: since when it stands so. */
  readonly at: string
  /** Of the first incident; null: there is none. */
  readonly state: string | null
  /** Injects that wait for people. */
  readonly open: readonly { readonly title: string; readonly to: readonly string[]; readonly until: string | null }[]
  readonly isOver: boolean
}
