import { findScriptedTechnique, scriptedTechniques } from '../../../simulated-aws/scripted/catalogue.js'
import { denyRemoval } from '../../../simulated-aws/scripted/deny-removal.js'
import { discovery } from '../../../simulated-aws/scripted/discovery.js'
import { exfiltration } from '../../../simulated-aws/scripted/exfiltration.js'
import { federationSurvival } from '../../../simulated-aws/scripted/federation-survival.js'
import { groupExit } from '../../../simulated-aws/scripted/group-exit.js'
import { instanceCredentialTheft } from '../../../simulated-aws/scripted/instance-credential-theft.js'
import { selfEscalation } from '../../../simulated-aws/scripted/self-escalation.js'
import type { ScriptedTechnique } from '../../../simulated-aws/scripted/technique.js'
import { trailTampering } from '../../../simulated-aws/scripted/trail-tampering.js'
import { tearDown } from '../fixture.js'
import { type Blocked, battleground, enforcementDelayMs, seededBytes } from './scripted-fixture.js'

afterEach(tearDown)

it('every technique is found by its name, and tells its technique of ATT&CK and what it does', () => {
  expect(scriptedTechniques.map(({ name }) => findScriptedTechnique(name))).toEqual(scriptedTechniques)
  expect(new Set(scriptedTechniques.map(({ name }) => name)).size).toBe(12)
  expect(findScriptedTechnique('nothing')).toBeUndefined()
  for (const { name, attackId, summary } of scriptedTechniques) {
    expect([name, attackId, summary]).toEqual([
      expect.stringMatching(/^[a-z-]+$/),
      expect.stringMatching(/^T\d{4}(\.\d{3})?$/),
      expect.stringMatching(/^[a-z].{20,}[^.]$/),
    ])
  }
})

it.each(scriptedTechniques)('$name refuses parameters that it does not know', async ({ name, parameters }) => {
  const given = name === 'exfiltration' ? { bucket: 'customer-data' } : {}
  expect(parameters.safeParse(given).success).toBe(true)
  expect(parameters.safeParse({ ...given, speed: 3 }).success).toBe(false)
})

it.each(scriptedTechniques)('$name does the same again, to the byte, from the same seeds', async (technique) => {
  const outcome = async () => {
    const field = await battleground({ random: seededBytes('account') })
    const isUsers = [federationSurvival, groupExit].includes(technique)
    const held = isUsers ? { userName: 'ana' } : { roleName: 'Web' }
    const run = field.begin(technique, held, technique === exfiltration ? { bucket: 'customer-data' } : {})
    const news = [1, 2, 3].map(() => {
      field.wait(2_000)
      return run.step()
    })
    return { news, calls: field.account.calls(), records: field.account.records(), could: run.couldStill() }
  }
  const [once, again] = [await outcome(), await outcome()]
  expect(again).toEqual(once)
  expect(once.calls.length).toBeGreaterThan(3)
})

type Held = { roleName: string } | { userName: string }

const stoppable: [ScriptedTechnique, Held, Blocked, object][] = [
  [instanceCredentialTheft, { roleName: 'Web' }, { role: 'Web' }, {}],
  [discovery, { roleName: 'Web' }, { role: 'Web' }, {}],
  [exfiltration, { roleName: 'Web' }, { role: 'Web' }, { bucket: 'customer-data' }],
  [selfEscalation, { roleName: 'Builder' }, { role: 'Builder' }, {}],
  [selfEscalation, { roleName: 'Builder' }, { role: 'Builder' }, { by: 'attach' }],
  [selfEscalation, { roleName: 'Versioner' }, { role: 'Versioner' }, { by: 'version' }],
  [trailTampering, { roleName: 'Web' }, { role: 'Web' }, {}],
]

describe.each(stoppable)('%#: $name', (technique, held, whom, parameters) => {
  it('goes on while the deny is written and not enforced, and is stopped from that moment on', async () => {
    const field = await battleground()
    const run = field.begin(technique, held, parameters)
    expect(run.step().result).toMatch(/succeeded|partly/)
    field.wait(enforcementDelayMs)
    field.block(whom)
    field.wait(enforcementDelayMs - 1)
    expect(run.step().result).toBe('succeeded')
    expect(run.couldStill().length).toBeGreaterThan(0)
    field.wait(1)
    const news = run.step()
    expect([news.result, run.couldStill()]).toEqual(['stopped', []])
    expect(news.calls.length).toBeGreaterThan(0)
    expect(run.step().result).toBe('stopped')
  })

  it('is denied from the start where the deny is there before it', async () => {
    const field = await battleground()
    field.enforce(whom)
    const run = field.begin(technique, held, parameters)
    expect(run.step()).toMatchObject({ result: 'denied', gained: [] })
    expect([run.couldStill(), run.made()]).toEqual([[], []])
  })
})

it.each([federationSurvival, groupExit])('$name cannot be a role', async (technique) => {
  const field = await battleground()
  expect(() => field.begin(technique, { roleName: 'Web' })).toThrow(`${technique.name} acts as a user`)
})

it('nobody can act with a key that the account does not take', async () => {
  const { account } = await battleground()
  const context = { account: account.account, accessKeyId: 'AKIANOBODY', sourceIp: '198.51.100.77', userAgent: 'x' }
  expect(() => denyRemoval.begin({ ...context, random: Buffer.alloc }, {})).toThrow('The key AKIANOBODY is unknown.')
})

it('a technique acts with the very session that it was given, and with no other', async () => {
  const field = await battleground()
  const run = field.begin(denyRemoval, { roleName: 'Web' })
  run.step()
  expect(run.credentials()).toHaveLength(1)
  const callers = field.account.calls().filter(({ accessKeyId }) => accessKeyId === run.credentials()[0])
  expect(callers.length).toBeGreaterThan(0)
  expect(field.account.records().some(({ eventName }) => eventName === 'AssumeRole')).toBe(false)
})
