import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import { CHAIN_SOURCE, ChainTrail, type ChainTrailOptions } from '../../../../src/evidence/chain/chain-trail.js'
import { HeardRecords } from '../../../../src/evidence/chain/heard-records.js'
import type { TrailQuery, TrailSource } from '../../../../src/ports.js'
import { askSources } from '../../../../workers/ask-sources.js'
import { assumed, at, day, HOME, keyOf, session, user } from '../../../support/fixtures/assumed-roles.js'
import { anAnswer, aSource, silentAfter } from '../../../support/fixtures/trail-sources.js'

const AWAY = '444455556666'
const clock = {
  now: () => new Date(day),
  monotonicMs: () => day,
  /** Real time, two hundred times as fast: a busy machine is late by tens of milliseconds. */
  pause: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms / 200)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    }),
}
const about: TrailQuery = {
  principal: {
    type: 'role',
    name: 'last',
    arn: `arn:aws:iam::${HOME}:role/last`,
    accountId: HOME,
    uniqueId: 'AROALAST',
  },
  from: at(-60),
  to: at(0),
  regions: [],
  accessKeyIds: [],
  maxRequests: 90,
}

/** An event history: each lookup is one request, and has the issues of the role that is asked about. */
function history(records: readonly TrailRecord[]) {
  return aSource('history', async ({ principal, from, to }, take) => {
    const found = records.filter((record) => {
      const text = JSON.stringify(record.requestParameters)
      const time = Date.parse(String(record.eventTime))
      return text.includes(`"${principal?.arn}"`) && time >= Date.parse(from) && time <= Date.parse(to)
    })
    take(found)
    return anAnswer('history', { events: found.length, coverage: { regions: ['us-east-1'], from, to, gaps: [] } })
  })
}

async function chainOf(trails: readonly TrailSource[], changes: Partial<ChainTrailOptions> = {}) {
  const heard = new HeardRecords()
  const chain = new ChainTrail({
    home: { accountId: HOME, trails },
    elsewhere: () => null,
    heard,
    named: [],
    clock,
    budgetMs: 90_000,
    maxRequests: 120,
    ...changes,
  })
  const options = { clock, budgetMs: 90_000, stopped: new AbortController().signal, listener: heard }
  const answers = await askSources([...trails, chain], about, options)
  const found = answers.find(({ source }) => source.name === CHAIN_SOURCE)
  if (found === undefined) throw new Error('There is no answer.')
  return { ...found.source, ids: [...found.raw.events].map(({ eventId }) => eventId).sort() }
}

describe('following a chain of sessions', () => {
  it('ends where forged records lead round in a circle, and says so', async () => {
    const records = [
      assumed({ id: 'e-1', by: 'middle', to: 'last', minutes: -10, since: -20 }),
      assumed({ id: 'e-2', by: 'first', to: 'middle', minutes: -20, since: -30 }),
      assumed({ id: 'e-3', by: 'middle', to: 'first', minutes: -30, since: -20 }),
    ]
    const { status, coverage, requests } = await chainOf([history(records)])
    expect(status).toBe('truncated')
    expect(coverage?.gaps).toEqual([expect.stringMatching(/leads round in a circle at .*role\/middle/)])
    expect(requests).toBe(2)
  })

  it('asks about few of very many sessions, and says how many it did not follow', async () => {
    const issues = Array.from({ length: 300 }, (_, n) =>
      assumed({ id: `e-${n}`, by: `role${n}`, to: 'last', minutes: -10, since: -20 }),
    )
    const { requests, coverage } = await chainOf([history(issues)])
    expect(requests).toBeLessThanOrEqual(30)
    expect(coverage?.gaps.join()).toMatch(/not known: it was not looked up, there were so many roles/)
    expect(coverage?.gaps).toContain('250 more sessions of the accused were not followed back.')
  })

  it('names a session whose issue is on no record, once every source has been asked', async () => {
    const later = aSource('bucket', async (_query, take) => {
      await clock.pause(5_000)
      take([])
      return anAnswer('bucket', { status: 'empty' })
    })
    const issue = assumed({ id: 'e-1', by: 'middle', to: 'last', minutes: -10, since: -20 })
    const { status, coverage } = await chainOf([history([issue]), later])
    expect(status).toBe('truncated')
    expect(coverage?.gaps).toEqual([
      expect.stringMatching(/Who asked for .*role\/middle session s .* no record of it was found/),
    ])
    expect(later.asked.times).toBe(2)
  })

  it('tells what is the same of many sessions of one role once', async () => {
    const many = Array.from({ length: 7 }, (_, n) => {
      const record = assumed({ id: `e-${n}`, by: 'middle', to: 'last', minutes: -10 - n, since: -20 - n })
      return { ...record, userIdentity: { ...session('middle', HOME, -20 - n), accessKeyId: keyOf(`middle${n}`) } }
    })
    const { coverage, detail, requests } = await chainOf([history(many)])
    expect(coverage?.gaps).toEqual([
      expect.stringMatching(/role\/middle session s .* and 6 more of its sessions is not known/),
    ])
    expect(detail).toMatch(/1 back: .*role\/middle \(events e-0, e-1, e-2, e-3, e-4 and 2 more\)/)
    expect(requests).toBe(1)
  })

  it('says why where the event history cannot be read', async () => {
    const issue = assumed({ id: 'e-1', by: 'middle', to: 'last', minutes: -10, since: -20 })
    const source = aSource('history', async (query, take) => {
      if (query.issuesOnly === true) return anAnswer('history', { status: 'failed', detail: 'AccessDenied' })
      take([issue])
      return anAnswer('history', { events: 1 })
    })
    const { coverage } = await chainOf([source])
    expect(coverage?.gaps).toEqual([expect.stringMatching(/the event history could not be read \(AccessDenied\)/)])
  })

  it('takes a session that is named like an instance for EC2 only where the event history was read and has no other', async () => {
    const identity = { ...session('middle', HOME, -20), principalId: 'AROAMIDDLE:i-0f3a9c2d71e84b650' }
    const issue = assumed({ id: 'e-1', by: 'middle', to: 'last', minutes: -10 }, identity)
    const unreadable = aSource('history', async (query, take) => {
      if (query.issuesOnly === true) return anAnswer('history', { status: 'failed', detail: 'AccessDenied' })
      take([issue])
      return anAnswer('history', { events: 1 })
    })
    const hidden = await chainOf([unreadable])
    expect(hidden.detail).not.toContain('ec2.amazonaws.com')
    expect(hidden.coverage?.gaps).toEqual([expect.stringMatching(/the event history could not be read/)])
    const read = await chainOf([history([issue])])
    expect(read.detail).toContain('ec2.amazonaws.com')
    expect(read.coverage?.gaps).toEqual([])
  })

  it('goes on with what another source knows that the event history does not', async () => {
    const issue = assumed({ id: 'e-1', by: 'middle', to: 'last', minutes: -10, since: -20 })
    const before = assumed({ id: 'e-2', by: 'user', to: 'middle', minutes: -20 })
    const bucket = aSource('bucket', async (_query, take) => {
      await clock.pause(5_000)
      take([before])
      return anAnswer('bucket', { events: 1 })
    })
    const { status, detail, coverage } = await chainOf([history([issue]), bucket])
    expect([status, coverage?.gaps]).toEqual(['ok', []])
    expect(detail).toContain(`2 back: arn:aws:iam::${HOME}:user/eve (event e-2)`)
  })

  it('says whom it was looking for when the time was over', async () => {
    const issue = assumed({ id: 'e-1', by: 'middle', to: 'last', minutes: -10, since: -20 })
    const { coverage } = await chainOf([history([issue]), silentAfter('bucket')], { budgetMs: 60_000 })
    expect(coverage?.gaps).toEqual([
      expect.stringMatching(/time was over while it was looked up who asked for .*role\/middle/),
    ])
  })
})

describe('a chain that comes from another account', () => {
  const seen = { type: 'AWSAccount', principalId: 'AROAGUEST:s', accountId: AWAY }
  const here = assumed({ id: 'e-here', by: '', to: 'last', minutes: -10, shared: 'sh-1' }, seen)
  const there = assumed({
    id: 'e-there',
    by: 'guest',
    to: 'last',
    minutes: -10,
    since: -20,
    account: AWAY,
    shared: 'sh-1',
  })

  it('that is not read here ends with what is to be looked for there', async () => {
    const { status, coverage } = await chainOf([history([here])])
    expect(status).toBe('truncated')
    expect(coverage?.gaps.join()).toMatch(
      /goes on in account 444455556666 .*e-here.*sharedEventID sh-1.*AROAGUEST:s.*look there for AssumeRole/,
    )
  })

  it('that is at hand is followed there, by the shared id of the call', async () => {
    const root = {
      ...assumed({ id: 'e-root', by: 'user', to: 'guest', minutes: -20, account: AWAY }),
      requestParameters: { roleArn: `arn:aws:iam::${AWAY}:role/guest`, roleSessionName: 's' },
      userIdentity: { ...user, arn: `arn:aws:iam::${AWAY}:user/eve`, accountId: AWAY },
    }
    const away = { accountId: AWAY, trails: [history([there, root])] }
    const elsewhere = (accountId: string) => (accountId === AWAY ? away : null)
    const { status, detail, ids } = await chainOf([history([here])], { elsewhere })
    expect(status).toBe('ok')
    expect(ids).toEqual(['e-root', 'e-there'])
    expect(detail).toContain('sharedEventID sh-1), whose records have it as event e-there')
    expect(detail).toContain(`arn:aws:iam::${AWAY}:user/eve`)
  })
})
