import { techniques } from '../../../../src/evidence/indicators/ttps/techniques.js'
import { allTtps, apiNameOf, ttpOf } from '../../../../src/evidence/indicators/ttps/ttp-of.js'

/** ATT&CK's tactics of each technique, as far as they are used; sub-techniques share those of theirs. */
const tactics: Readonly<Record<string, string>> = {
  T1021: 'lateral-movement',
  T1040: 'credential-access discovery',
  T1069: 'discovery',
  T1070: 'defense-evasion',
  T1078: 'defense-evasion persistence privilege-escalation initial-access',
  T1087: 'discovery',
  T1098: 'persistence privilege-escalation',
  T1133: 'persistence initial-access',
  T1136: 'persistence',
  T1199: 'initial-access',
  T1201: 'discovery',
  T1213: 'collection',
  T1484: 'defense-evasion privilege-escalation',
  T1485: 'impact',
  T1486: 'impact',
  T1489: 'impact',
  T1490: 'impact',
  T1496: 'impact',
  T1518: 'discovery',
  T1525: 'persistence',
  T1526: 'discovery',
  T1528: 'credential-access',
  T1530: 'collection',
  T1531: 'impact',
  T1535: 'defense-evasion',
  T1537: 'exfiltration',
  T1538: 'discovery',
  T1546: 'privilege-escalation persistence',
  T1548: 'privilege-escalation defense-evasion',
  T1550: 'defense-evasion lateral-movement',
  T1552: 'credential-access',
  T1555: 'credential-access',
  T1556: 'credential-access defense-evasion persistence',
  T1557: 'credential-access collection',
  T1562: 'defense-evasion',
  T1578: 'defense-evasion',
  T1580: 'discovery',
  T1610: 'defense-evasion execution',
  T1613: 'discovery',
  T1619: 'discovery',
  T1648: 'execution',
  T1651: 'execution',
  T1654: 'discovery',
  T1657: 'impact',
  T1666: 'defense-evasion',
}

const calls = allTtps.flatMap((ttp) =>
  Object.entries(ttp.calls).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`)),
)

describe('the table of techniques', () => {
  it('gives each call one meaning', () => {
    const twice = calls.filter((call, index) => calls.indexOf(call) !== index)
    expect(twice).toEqual([])
    expect(calls.length).toBeGreaterThan(1200)
  })

  it('names tactics that ATT&CK has for the technique', () => {
    const wrong = allTtps.filter(
      ({ technique, tactic }) => !tactics[technique.slice(0, 5)]?.split(' ').includes(tactic),
    )
    expect(wrong.map(({ technique, tactic }) => `${technique} ${tactic}`)).toEqual([])
  })

  it('names no technique that is not used', () => {
    expect(Object.keys(techniques).filter((id) => !allTtps.some(({ technique }) => technique === id))).toEqual([])
  })

  it('has names as records have them, without dates', () => {
    const odd = calls.filter((call) => !/^[a-z][a-z0-9-]*:[A-Z][A-Za-z0-9]*$/.test(call) || /\d{8}/.test(call))
    expect(odd).toEqual([])
  })

  it('takes looking around for low at most, whatever is looked at', () => {
    const loud = allTtps.filter(
      ({ tactic, severity }) => tactic === 'discovery' && !/^(INFORMATIONAL|LOW)$/.test(severity),
    )
    expect(loud).toEqual([])
  })

  it.each([
    ['lambda', 'CreateFunction20150331', 'lambda:CreateFunction'],
    ['lambda', 'UpdateFunctionCode20150331v2', 'lambda:UpdateFunctionCode'],
    ['cloudfront', 'CreateFunction2020_05_31', 'cloudfront:CreateFunction'],
    ['s3', 'ListObjectsV2', 's3:ListObjectsV2'],
    ['iam', 'CreateUser', 'iam:CreateUser'],
  ])('reads %s %s as %s', (service, eventName, apiName) => {
    expect(apiNameOf({ eventSource: `${service}.amazonaws.com`, eventName })).toBe(apiName)
    expect(ttpOf(apiName)).not.toBeNull()
  })

  it('has nothing of a call of the same name in another service', () => {
    expect([ttpOf('iam:StopLogging'), ttpOf('cloudtrail:stoplogging'), ttpOf('constructor')]).toEqual([
      null,
      null,
      null,
    ])
  })
})
