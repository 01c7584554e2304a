import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import { chainsOf } from '../../../../src/evidence/sessions/chains-of.js'
import { sessionsOf } from '../../../../src/evidence/sessions/sessions-of.js'
import { apiCallVolume } from '../../../../src/evidence/timeline/api-call-volume.js'
import { timelineOf } from '../../../../src/evidence/timeline/timeline-of.js'
import { corpusFiles, corpusRecords, factsOfRecords, field, hasCorpus, text } from '../../../support/corpus-trail.js'

const keyOf = (record: TrailRecord) => text(record, 'userIdentity.accessKeyId')

/** Key ids that any answer handed out, by a plain search of the answers. */
function issuedKeys(records: readonly TrailRecord[]): Map<string, TrailRecord> {
  const paths = ['responseElements.credentials.accessKeyId', 'responseElements.accessKey.accessKeyId']
  return new Map(
    records.flatMap((record) =>
      paths.flatMap((path) => {
        const key = text(record, path)
        return key === null ? [] : [[key, record] as const]
      }),
    ),
  )
}

function usesOf(records: readonly TrailRecord[], key: string): TrailRecord[] {
  return records.filter((record) => keyOf(record) === key)
}

/** Every key that was issued and used: to be found as a session with its caller, and as a link with its uses. */
function expectIssuedKeysTraced(records: readonly TrailRecord[]): number[] {
  const facts = factsOfRecords(records)
  const sessions = sessionsOf(facts)
  const links = chainsOf(facts).flatMap((chain) => chain.links)
  const traced: number[] = []
  for (const [key, issue] of issuedKeys(records)) {
    const uses = usesOf(records, key).length
    const caller = text(issue, 'userIdentity.arn') ?? text(issue, 'userIdentity.invokedBy')
    expect(sessions.filter(({ accessKeyId }) => accessKeyId === key)).toMatchObject([
      {
        issuedBy: text(issue, 'eventName'),
        issuedEventId: text(issue, 'eventID'),
        parent: caller,
        parentAccessKeyId: keyOf(issue),
        isParentInferred: false,
      },
    ])
    const link = links.find(({ accessKeyId }) => accessKeyId === key)
    expect(link).toMatchObject({ from: caller })
    if (uses > 0) {
      expect([key, link?.uses]).toEqual([key, uses])
      traced.push(uses)
    }
  }
  return traced.sort((a, b) => b - a)
}

/** What a plain reading of the file says of each key that called. */
function expectKeysAsRead(records: readonly TrailRecord[]): void {
  const sessions = sessionsOf(factsOfRecords(records))
  for (const key of new Set(records.flatMap((record) => keyOf(record) ?? []))) {
    const uses = usesOf(records, key)
    const ips = new Set(uses.flatMap((record) => text(record, 'sourceIPAddress') ?? []))
    const times = uses.flatMap((record) => text(record, 'eventTime') ?? []).sort()
    expect(sessions.filter(({ accessKeyId }) => accessKeyId === key)).toMatchObject([
      {
        calls: uses.length,
        errors: uses.filter((record) => text(record, 'errorCode') !== null).length,
        sourceIps: [...ips].sort(),
        firstSeen: times[0],
        lastSeen: times.at(-1),
      },
    ])
  }
}

function actorsAsRead(records: readonly TrailRecord[]): string[] {
  const arns = records.flatMap(
    (record) => text(record, 'userIdentity.sessionContext.sessionIssuer.arn') ?? text(record, 'userIdentity.arn') ?? [],
  )
  return [...new Set(arns)].sort()
}

if (!hasCorpus) {
  it.todo('skipped: corpus not found')
} else {
  describe('the log of an attacked account', () => {
    const records = corpusRecords('invictus-aws-dataset')
    const facts = factsOfRecords(records)

    it('traces the issued keys that were used to who obtained them, with 29, 10, 2 and 1 uses', () => {
      expect(expectIssuedKeysTraced(records).filter((uses) => uses > 0)).toEqual([29, 10, 2, 1])
    })

    it('says of every key what a plain reading says', () => {
      expectKeysAsRead(records)
    })

    it('has every call in the API call volume', () => {
      const calls = apiCallVolume(facts).reduce((sum, { ok, failed }) => sum + ok + failed, 0)
      expect(calls).toBe(records.length)
    })

    it('tells on the timeline every user, key and role policy that was made', () => {
      const [name] = [...facts.scope.actors.values()].filter(({ actor }) => actor.name === 'bert-jan')
      const { entries } = timelineOf(facts, [name?.actor.key ?? ''], 10_000)
      const told = new Set(entries.map(({ what }) => what))
      const made = ['CreateUser', 'CreateAccessKey', 'AttachUserPolicy', 'UpdateAssumeRolePolicy'].filter((eventName) =>
        records.some(
          (record) => text(record, 'eventName') === eventName && text(record, 'userIdentity.userName') === 'bert-jan',
        ),
      )
      expect(made.length).toBeGreaterThan(0)
      expect(made.filter((eventName) => !told.has(eventName))).toEqual([])
    })
  })

  describe.each(corpusFiles('stratus-red-team'))('%s', (file) => {
    const records = corpusRecords(`stratus-red-team/${file}`)

    it('yields its actors, keys, addresses and chain as a plain reading does', () => {
      const { scope } = factsOfRecords(records)
      const known = [...scope.actors.values()].filter(({ actor }) => actor.arn !== '')
      expect(known.map(({ actor }) => actor.arn).sort()).toEqual(actorsAsRead(records))
      const ips = new Set(known.flatMap(({ byIp }) => [...byIp.keys()]))
      expect(ips).toEqual(new Set(records.flatMap((record) => text(record, 'sourceIPAddress') ?? [])))
      expectKeysAsRead(records)
      expectIssuedKeysTraced(records)
    })

    it('keeps whole every change that it holds', () => {
      const { scope } = factsOfRecords(records)
      const kept = new Set(scope.notable.map(({ eventId }) => eventId))
      const changes = records.filter((record) => field(record, 'readOnly') === false)
      expect(changes.filter((record) => !kept.has(text(record, 'eventID') ?? ''))).toEqual([])
    })
  })

  it('a composed chain of three roles is traced to the user at its root', () => {
    const file = 'stratus-red-team/aws.credential-access.ec2-get-password-data.json'
    const records = composedChain(corpusRecords(file))
    const [deepest] = chainsOf(factsOfRecords(records))
    const issues = records.filter((record) => text(record, 'eventName') === 'AssumeRole')
    const user = issues.map((record) => text(record, 'userIdentity.arn')).find((arn) => arn?.includes(':user/'))
    expect(deepest).toMatchObject({ root: user, depth: 3 })
    expect(deepest?.links.map(({ uses }) => uses)).toEqual([1, 1, usesOf(records, 'ASIACOMPOSED3').length])
  })
}

/**
 * The file's session, put at the end of two more assumptions: its own first hop becomes another role's, and so on. Composed,
 * since no public log has such a chain.
 */
function composedChain(records: readonly TrailRecord[]): TrailRecord[] {
  const [key, issue] = [...issuedKeys(records)].find(([issued]) => usesOf(records, issued).length > 0) ?? []
  const use = key === undefined ? undefined : usesOf(records, key)[0]
  if (key === undefined || issue === undefined || use === undefined) throw new Error('no issued key that is used')
  const raw = (record: TrailRecord): string => JSON.stringify(record)
  const role = text(use, 'userIdentity.sessionContext.sessionIssuer.userName') ?? ''
  const id = text(use, 'userIdentity.sessionContext.sessionIssuer.principalId') ?? ''
  const hop = (json: string, n: number) =>
    json.replaceAll(key, `ASIACOMPOSED${n}`).replaceAll(role, `${role}-${n}`).replaceAll(id, `${id}${n}`)
  const identity = (n: number): TrailRecord => JSON.parse(hop(raw(use), n)).userIdentity
  const assumption = (n: number): TrailRecord => ({
    ...JSON.parse(hop(raw(issue), n)),
    eventID: `composed-${n}`,
    ...(n === 1 ? {} : { userIdentity: identity(n - 1) }),
  })
  return [1, 2, 3].map(assumption).concat(usesOf(records, key).map((record) => JSON.parse(hop(raw(record), 3))))
}
