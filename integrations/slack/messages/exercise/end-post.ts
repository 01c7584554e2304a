import type { EndNews } from '../../exercise-post.js'
import { context, facts, header, type Part, section } from '../fit/parts.js'
import type { Draft } from '../posts/post.js'
import { bold, code, joined, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { bullets } from '../words/lists.js'

const MOST_MISSED = 10
const MOST_LEFT = 10

/** What came of it, for everybody who took part: the report has the rest. */
export function endDraft(news: EndNews): Omit<Draft, 'at'> {
  const { how, objectives, injects, path, attacker, liveAwsCalls, report } = news
  const met = objectives.filter(({ status }) => status === 'met').length
  const text = mrkdwn`The exercise is over: ${met} of ${objectives.length} objectives met, ${injects.met} of ${injects.outOf} injects.`
  return {
    slot: 'end',
    place: 'broadcast',
    text,
    parts: [
      header(`EXERCISE · over at ${news.at}`),
      section(mrkdwn`${bold(`${met} of ${objectives.length} objectives met.`)} ${sentence(how, 400)}`),
      section(bullets(objectives.map(objectiveWords), objectives.length)),
      facts(
        ['Injects', mrkdwn`${injects.met} of ${injects.outOf} met`],
        ['Path', mrkdwn`${path.asExpected ? 'as expected' : 'another than expected'}`],
        ['Live AWS calls', mrkdwn`${liveAwsCalls}`],
      ),
      ...(path.asExpected
        ? []
        : [
            section(
              mrkdwn`${bold('Path')} ${joined(
                path.actual.map((state) => sentence(state, 80)),
                ' → ',
              )}`,
            ),
          ]),
      ...missedParts(injects.missed),
      ...attackerParts(attacker),
      context(
        report === null
          ? mrkdwn`The after-action report is being written.`
          : mrkdwn`The after-action report, where the exercise was started: ${code(report, 600)}`,
      ),
    ],
  }
}

const statusWords = { met: 'MET', partly: 'PARTLY MET', notMet: 'MISSED' } as const

function objectiveWords({ status, text, value, target }: EndNews['objectives'][number]): Mrkdwn {
  return mrkdwn`${bold(statusWords[status])} ${sentence(text, 300)}: ${value}, target ${target}`
}

function missedParts(missed: EndNews['injects']['missed']): Part[] {
  if (missed.length === 0) return []
  const lines = missed.map(({ title, why }) => mrkdwn`${sentence(title, 200)}: ${sentence(why, 300)}`)
  return [section(mrkdwn`${bold('Missed')}\n${bullets(lines, MOST_MISSED, ', in the report')}`)]
}

function attackerParts(attacker: readonly string[]): Part[] {
  if (attacker.length === 0) return []
  const lines = attacker.map((line) => sentence(line, 300))
  return [section(mrkdwn`${bold('The attacker')}\n${bullets(lines, MOST_LEFT, ', in the report')}`)]
}
