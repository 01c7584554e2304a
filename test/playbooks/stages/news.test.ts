import { newsIn, verdictAfter } from '../../../playbooks/stages/news.js'
import { probeContext } from '../../../src/engine/probe-context.js'
import { aSuspect, glanced, observed } from '../../support/fixtures/incident-events.js'

const unknown = { ...aSuspect, by: null, cause: 'unknown' } as const
const afterItsMaking = '2026-03-01T10:30:00Z'

function whatIsNew(context: Partial<typeof probeContext>, event = glanced({ suspects: [unknown] })): string[] {
  return newsIn({ ...probeContext, ...context }, event)
}

describe('a suspect in words', () => {
  it('whose trust was changed is not told of as a new role', () => {
    const trust = { ...aSuspect, kind: 'role', name: 'claims-deploy', opened: 'trust' } as const
    expect(whatIsNew({}, observed({ suspects: [trust] }))).toEqual([
      `trust of role claims-deploy changed at ${trust.createdAt}, by ${trust.by}`,
    ])
  })

  it('that came into being is told of as new', () => {
    expect(whatIsNew({}, observed({ suspects: [aSuspect] }))).toEqual([
      `new user backdoor at ${aSuspect.createdAt}, made by ${aSuspect.by}`,
    ])
  })
})

describe('a newcomer that a look without CloudTrail sees', () => {
  it('is told of while no full look was made', () => {
    expect(whatIsNew({ explainedUpTo: null })).toHaveLength(1)
  })

  it('is not told of again once a full look after its making left it out: somebody else made it', () => {
    expect(whatIsNew({ explainedUpTo: afterItsMaking })).toEqual([])
  })

  it('is told of where it came after that look', () => {
    expect(whatIsNew({ explainedUpTo: '2026-03-01T09:00:00Z' })).toHaveLength(1)
  })

  it('stays a suspect where that look did not explain it', () => {
    const verdict = { ...probeContext.verdict, suspects: [unknown] }
    const context = { ...probeContext, explainedUpTo: afterItsMaking, verdict }
    expect(verdictAfter(context, glanced({ suspects: [unknown] }), false).suspects).toEqual([unknown])
  })

  it('is told of where a full look sees it, whatever was explained before', () => {
    expect(whatIsNew({ explainedUpTo: afterItsMaking }, observed({ suspects: [aSuspect] }))).toHaveLength(1)
  })
})
