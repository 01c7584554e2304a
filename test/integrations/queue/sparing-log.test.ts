import { sparingLog } from '../../../integrations/queue/sparing-log.js'

describe('failures of the job queue in the log', () => {
  const heard = () => {
    const lines: string[] = []
    const say = (message: string) => void lines.push(message)
    return { lines, log: { warn: say, error: say } }
  }

  it('are said once, however many connections of one log meet them', () => {
    const { lines, log } = heard()
    for (let attempt = 0; attempt < 5; attempt += 1) sparingLog(log)(new Error('connect ECONNREFUSED'))
    expect(lines).toEqual(['Job queue: connect ECONNREFUSED'])
  })

  it('are each said where they differ, and to each log', () => {
    const [one, other] = [heard(), heard()]
    sparingLog(one.log)(new Error('connect ECONNREFUSED'))
    sparingLog(one.log)(new Error('Connection is closed'))
    sparingLog(other.log)(new Error('connect ECONNREFUSED'))
    expect([one.lines.length, other.lines.length]).toEqual([2, 1])
  })
})
