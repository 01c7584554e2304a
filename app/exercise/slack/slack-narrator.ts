import type { Narrator } from '../../../exercises/narrator.js'
import type { RunRecord } from '../../../exercises/run-record.js'
import { scoreRun } from '../../../exercises/score.js'
import type { EndNews } from '../../../integrations/slack/exercise-post.js'
import { exercisePosts } from '../../../integrations/slack/messages/exercise/exercise-posts.js'
import type { SlackBoard } from '../../../integrations/slack/view/slack-board.js'
import { endOfRun } from './end-of-run.js'
import { headOfRun, newsOfRun } from './news-of-run.js'
import type { SlackRun } from './slack-run.js'
import { toldEvents } from './told-events.js'

/** Slack takes about a message a second: what is left to say at the end of a run is said within this, or not at all. */
const LAST_WORDS_MS = 30_000

/** Tells a run in a channel. No run waits for it: messages are sent as fast as Slack takes them, and the newest state is shown. */
export class SlackNarrator implements Narrator {
  readonly #run: SlackRun
  readonly #board: SlackBoard
  #end: EndNews | null = null
  #back: NodeJS.Timeout | null = null

  constructor(run: SlackRun, board: SlackBoard) {
    this.#run = run
    this.#board = board
  }

  async begin(_exercise: object, startedAt: string): Promise<void> {
    this.#run.begin(startedAt)
    this.#show()
  }

  async tell(event: Parameters<Narrator['tell']>[0]): Promise<void> {
    this.#run.note(event)
    this.#show()
  }

  async end(record: RunRecord): Promise<void> {
    const { told: exercise, time } = this.#run
    this.#run.end()
    this.#end = endOfRun(scoreRun(exercise, record), { exercise, record }, time)
    this.#show()
  }

  /** Where the report is; then waits until everybody can read it. */
  async close(report: string | null): Promise<void> {
    if (this.#end !== null) this.#end = { ...this.#end, report }
    this.#show()
    if (this.#back !== null) clearTimeout(this.#back)
    await this.#board.settled(LAST_WORDS_MS)
    await this.#board.stop()
  }

  #show(): void {
    const { time, isOver } = this.#run
    const events = toldEvents(this.#run)
    this.#showWhenBack()
    const news = [...newsOfRun(events, time), ...(this.#end === null ? [] : [this.#end])]
    this.#board.show(exercisePosts(this.#run.scene(), headOfRun(events, time, isOver), news))
  }
  /** What was kept back while the chat was down is shown when it is back, though nothing else may happen then. */
  #showWhenBack(): void {
    const untilMs = this.#run.chatDownUntilMs()
    if (untilMs === null || this.#back !== null || this.#run.isOver) return
    const leftMs = (untilMs - this.#run.nowMs()) / this.#run.timeScale
    this.#back = setTimeout(() => {
      this.#back = null
      this.#show()
    }, leftMs + 1)
  }
}
