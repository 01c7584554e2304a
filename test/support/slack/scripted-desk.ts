import type { DeskAnswer, SlackDesk } from '../../../integrations/slack/slack-desk.js'

type Asked = {
  readonly [Method in keyof SlackDesk]: { readonly method: Method; readonly args: Parameters<SlackDesk[Method]> }
}[keyof SlackDesk]

const done: DeskAnswer = { outcome: 'done', text: 'It is done.' }
const refused: DeskAnswer = { outcome: 'refused', text: 'That was refused.' }

/** A desk that keeps what it is asked and answers as it is told: at once, never, or with an error. */
export function scriptedDesk(changes: Partial<SlackDesk> = {}) {
  const asked: Asked[] = []
  const waiting: (() => void)[] = []
  const mood: { of: 'well' | 'hanging' | 'throwing' } = { of: 'well' }
  const answering = async <Answer>(entry: Asked, answer: Answer): Promise<Answer> => {
    asked.push(entry)
    if (mood.of === 'throwing') throw new Error('postgresql://user:hunter2@db/secret: connection refused')
    if (mood.of === 'hanging') await new Promise<void>((resolve) => waiting.push(resolve))
    return answer
  }
  const desk: SlackDesk = {
    decide: (...args) => answering({ method: 'decide', args }, done),
    refuseClick: (...args) => answering({ method: 'refuseClick', args }, refused),
    requestRestore: (...args) => answering({ method: 'requestRestore', args }, done),
    request: (...args) => answering({ method: 'request', args }, done),
    namePrincipal: (...args) => answering({ method: 'namePrincipal', args }, done),
    about: async () => 'role/ci-deploy in 111122223333',
    requestBlock: (...args) => answering({ method: 'requestBlock', args }, done),
    askOwner: (...args) => answering({ method: 'askOwner', args }, done),
    ownerAnswered: (...args) => answering({ method: 'ownerAnswered', args }, done),
    addNote: (...args) => answering({ method: 'addNote', args }, done),
    exercise: (...args) => answering({ method: 'exercise', args }, done),
    exerciseForm: (...args) => answering({ method: 'exerciseForm', args }, done),
    exerciseSent: (...args) => answering({ method: 'exerciseSent', args }, done),
    exerciseEnd: (...args) => answering({ method: 'exerciseEnd', args }, done),
    status: (...args) => answering({ method: 'status', args }, { ...done, lines: ['one', 'two'] }),
    list: (...args) => answering({ method: 'list', args }, done),
    show: (...args) => answering({ method: 'show', args }, done),
    ...changes,
  }
  return {
    desk,
    asked,
    /** What it was asked, by name. */
    of: <Method extends keyof SlackDesk>(method: Method) =>
      asked.flatMap((one) => (one.method === method ? [one.args as Parameters<SlackDesk[Method]>] : [])),
    mood,
    /** Lets every hanging answer go. */
    release: () => {
      mood.of = 'well'
      for (const go of waiting.splice(0)) go()
    },
  }
}
