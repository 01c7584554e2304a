import { anAssumption, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { blinding, change, investigated, keyMade, proposedAs, reads, takeover } from './proposal-case.js'

const elsewhere = { sourceIp: '203.0.113.50' }
const mallory = aUser('mallory')

/** Sure by itself: grave acts of two tactics. */
const attack = [...takeover(mallory), blinding(mallory)]

function used(name: string, hour: number) {
  return reads(aUser(name, `AKIA${name.toUpperCase()}`), 3, { eventTime: at(hour), ...elsewhere })
}

function made(by: string, userName: string, hour: number) {
  const actor = aUser(by, `AKIA${by.toUpperCase()}`)
  const created = { kind: 'user', name: userName } as const
  return change('iam CreateUser', { userName }, { actor, created, eventTime: at(hour), ...elsewhere })
}

function confidences(events: Parameters<typeof investigated>[0]) {
  return Object.fromEntries(investigated(events).proposed.map(({ name, confidence }) => [name, confidence]))
}

describe('the answer about a back door in use', () => {
  it('is one step less sure than that about its maker, and so on down', () => {
    const found = confidences([...attack, ...used('helper', 10), made('helper', 'second', 10.5), ...used('second', 11)])
    expect(found).toEqual({ mallory: 'high', helper: 'medium', second: 'low' })
  })

  it('has no doubt that all failed where what it tried itself failed, and what it was opened for did not', () => {
    const bd = aUser('helper', 'AKIAHELPER')
    const tried = blinding(bd, { eventTime: at(10.5), errorCode: 'AccessDenied' })
    const found = investigated([...attack, ...used('helper', 10), tried])
    expect(found.verdict.doubts.join(' ')).not.toContain('user helper tried failed')
  })

  it('is no surer for a maker that is not sure itself', () => {
    const found = confidences([blinding(mallory), made('mallory', 'bd', 9), ...used('bd', 10)])
    expect(found).toEqual({ mallory: 'medium', bd: 'low' })
  })

  it('is as sure as what it did itself makes it, where that is more', () => {
    const bd = aUser('helper', 'AKIAHELPER')
    const acts = [blinding(bd, { eventTime: at(10) }), keyMade(bd, 'root-key', 'AKIANEXT', { eventTime: at(10.1) })]
    expect(confidences([...attack, ...acts]).helper).toBe('high')
  })
})

describe('the answer about who obtained the credentials', () => {
  const hop = (role: string, accessKeyId: string) => aSessionOf({ role, session: 's', accessKeyId })
  const chain = [
    anAssumption({ by: aUser('ana'), role: 'r1', session: 's', key: 'ASIA1' }),
    anAssumption({ by: hop('r1', 'ASIA1'), role: 'r2', session: 's', key: 'ASIA2', eventTime: at(9.1) }),
  ]
  const end = hop('r2', 'ASIA2')

  it('is one step less sure than that about who acted, however far up, where one address shows one hand', () => {
    const acts = [blinding(end, { eventTime: at(9.2) }), keyMade(end, 'bo', 'AKIABO', { eventTime: at(9.3) })]
    expect(confidences([...chain, ...acts])).toMatchObject({ r2: 'high', r1: 'medium', ana: 'medium' })
  })

  it('follows the surest of two that acted with it', () => {
    const acts = [blinding(end, { eventTime: at(9.2) }), keyMade(end, 'bo', 'AKIABO', { eventTime: at(9.3) })]
    const small = change('ec2 CreateKeyPair', { keyName: 'k' }, { actor: hop('r1', 'ASIA1'), eventTime: at(9.2) })
    expect(confidences([...chain, small, ...acts])).toMatchObject({ r2: 'high', ana: 'medium' })
  })
})

describe('one act of medium weight with each of two credentials', () => {
  const ana = aUser('ana')
  const operator = aSessionOf({ role: 'backups', session: 's', accessKeyId: 'ASIA1' })
  const assumption = anAssumption({ by: ana, role: 'backups', session: 's', key: 'ASIA1', eventTime: at(9.1) })
  const read = change(
    'ssm GetParametersByPath',
    { path: '/', recursive: true, withDecryption: true },
    { actor: ana, readOnly: true },
  )
  const deleted = change('backup DeleteBackupVault', { backupVaultName: 'v' }, { actor: operator, eventTime: at(9.2) })

  it('is asked for a block of both where one hand did it: they are two kinds of acts, as with one', () => {
    expect(confidences([read, assumption, deleted])).toEqual({ ana: 'medium', backups: 'medium' })
  })

  it.each([
    ['the first did nothing of weight itself', [assumption, deleted]],
    ['what the first tried failed', [{ ...read, errorCode: 'AccessDenied' }, assumption, deleted]],
    ['both did the same', [{ ...deleted, actor: ana, eventTime: at(9), eventId: 'own' }, assumption, deleted]],
    ['the first works from there', [read, assumption, deleted, ...reads(ana, 1, { eventTime: at(-10) })]],
    ['the first has MFA', [{ ...read, actor: { ...ana, mfa: true } }, assumption, deleted]],
  ])('is no more than low where %s', (_title, events) => {
    expect(new Set(Object.values(confidences(events)))).toEqual(new Set(['low']))
  })
})

describe('sessions with MFA', () => {
  const withMfa = { actor: { ...mallory, mfa: true } }
  const acts = [blinding(mallory, withMfa), keyMade(mallory, 'bo', 'AKIABO', withMfa)]
  const doubt = /sessions with MFA.*Ask the owner/

  it('make the answer less sure, and raise a doubt, and exclude nobody', () => {
    const found = investigated(acts)
    expect(proposedAs(found, 'mallory')?.confidence).toBe('medium')
    expect(found.verdict.doubts.join(' ')).toMatch(doubt)
    expect(proposedAs(investigated(acts.map((act) => ({ ...act, actor: mallory }))), 'mallory')?.confidence).toBe(
      'high',
    )
  })

  it('say nothing where one act was done without', () => {
    const found = investigated([...acts, blinding(mallory, { eventTime: at(10) })])
    expect(proposedAs(found, 'mallory')?.confidence).toBe('high')
    expect(found.verdict.doubts.join(' ')).not.toMatch(doubt)
  })
})

describe('a single record', () => {
  const one = keyMade(aUser('admin'), 'bo', 'AKIABO')
  const before = reads(aUser('ana'), 2, { eventTime: at(-30) })

  it('is proposed with low confidence, and the answer itself says what it rests on', () => {
    const found = investigated([...reads(aUser('admin'), 9), one])
    expect(found.proposed).toMatchObject([{ name: 'admin', confidence: 'low' }])
    expect(found.verdict.statement).toContain('It rests on a single record, and there are none from before')
    expect(investigated([...before, one]).verdict.statement).toContain('It rests on a single record: somebody')
  })

  it.each([
    ['two records', [one, keyMade(aUser('admin'), 'cy', 'AKIACY')]],
    ['a way in that was taken', [one, ...reads(aUser('bo', 'AKIABO'), 2, { eventTime: at(10) })]],
    ['many calls that were denied beside it', [one, ...deniedBurst()]],
  ])('is not what %s are', (_title, events) => {
    expect(investigated(events).verdict.statement).not.toContain('single record')
  })
})

function deniedBurst() {
  return ['ListUsers', 'ListRoles', 'ListGroups', 'GetAccountSummary', 'ListPolicies'].flatMap((eventName) =>
    reads(aUser('admin'), 4, { eventSource: 'iam.amazonaws.com', eventName, errorCode: 'AccessDenied' }),
  )
}
