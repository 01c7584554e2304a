import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { seededIdentities } from '../../../simulated-aws/attackers/certificates.js'
import { anywhereOf } from '../../../simulated-aws/operations/rolesanywhere/anywhere-state.js'
import { rolesAnywherePersistence } from '../../../simulated-aws/scripted/roles-anywhere-persistence.js'
import { tearDown } from '../fixture.js'
import { battleground, enforcementDelayMs, gained, seededBytes, standing } from './scripted-fixture.js'

afterEach(tearDown)

const door = { kind: 'session', roleArn: 'arn:aws:iam::111122223333:role/Deploy', through: 'the profile build agents' }
const deploy = expect.stringContaining(':assumed-role/Deploy/')

async function entered() {
  const field = await battleground()
  const run = field.begin(rolesAnywherePersistence, { roleName: 'Web' })
  const news = run.step()
  const disable = () => {
    const [profile] = anywhereOf(field.account.account).profiles.keys()
    field.operator.call({
      service: 'rolesanywhere',
      action: 'DisableProfile',
      parameters: { profileId: profile ?? '' },
    })
    field.wait(enforcementDelayMs)
  }
  return { field, run, news, disable }
}

it('a certificate of its own brings sessions of the role that lets Roles Anywhere in', async () => {
  const { run, news } = await entered()
  expect(news.result).toBe('succeeded')
  expect(gained(news)).toEqual([deploy, 'trust anchor build CA', 'profile build agents'])
  expect([standing(run), run.couldStill()]).toEqual([
    ['trust anchor build CA', 'profile build agents'],
    expect.arrayContaining([door]),
  ])
})

it('its session is not ended by an enforced deny on whoever opened the door, and the next one is given', async () => {
  const { field, run } = await entered()
  field.enforce({ role: 'Web' })
  const news = run.step()
  expect(news.result).toBe('partly')
  expect(news.calls).toContainEqual({ operation: 's3:ListBuckets', by: deploy, outcome: 'carriedOut', error: null })
  field.wait(3_600_000)
  expect(gained(run.step())).toEqual([deploy])
  expect(run.credentials()).toHaveLength(3)
})

it('its session lives on when the profile is off, and no new one is given after it', async () => {
  const { field, run, disable } = await entered()
  disable()
  expect(run.couldStill()).not.toContainEqual(door)
  expect(standing(run)).toEqual(['trust anchor build CA'])
  expect(run.couldStill()).toContainEqual(expect.objectContaining({ by: deploy, action: 's3:ListAllMyBuckets' }))
  field.wait(3_600_000)
  field.enforce({ role: 'Web' })
  expect([run.step().result, run.couldStill()]).toEqual(['stopped', []])
})

it('its sessions are given and denied everything once a deny on their role is enforced', async () => {
  const { field, run } = await entered()
  field.block({ role: 'Web' })
  field.enforce({ role: 'Deploy' })
  expect(run.step().result).toBe('stopped')
  expect(run.couldStill()).toEqual([door])
})

it('where no role lets the service in, it makes one', async () => {
  const field = await battleground()
  field.iam('DeleteRolePolicy', { RoleName: 'Deploy', PolicyName: 'app' })
  field.iam('DeleteRole', { RoleName: 'Deploy' })
  const run = field.begin(rolesAnywherePersistence, { roleName: 'Web' })
  const made = [
    'role svc-build-agents',
    'policy build of svc-build-agents',
    'trust anchor build CA',
    'profile build agents',
  ]
  expect(gained(run.step()).sort()).toEqual(made.toSorted())
  field.wait(enforcementDelayMs)
  expect(gained(run.step())).toEqual([expect.stringContaining(':assumed-role/svc-build-agents/')])
  expect(standing(run).sort()).toEqual(made.toSorted())
})

it('the same bytes give the same authority and certificate, and node verifies both', () => {
  const at = new Date('2026-11-22T12:00:00Z')
  const names = { authority: 'CA', holder: 'agent' }
  const make = (words: string) => seededIdentities(names, at, seededBytes(words))
  fc.assert(
    fc.property(fc.string(), (words) => {
      const { authority, identity } = make(words)
      const [issuer, leaf] = [authority, identity].map(({ certificate }) => new X509Certificate(certificate))
      if (issuer === undefined || leaf === undefined) throw new Error('No certificate was made.')
      expect([issuer.verify(issuer.publicKey), leaf.verify(issuer.publicKey), leaf.checkIssued(issuer)]).toEqual([
        ...[true, true, true],
      ])
      expect(make(words).identity.certificate.equals(identity.certificate)).toBe(true)
    }),
    { numRuns: 25 },
  )
  expect(make('a').identity.certificate.equals(make('b').identity.certificate)).toBe(false)
})
