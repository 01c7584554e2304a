import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { guardDutySample } from '../../../integrations/findings/guardduty/sample.js'
import { hasCorpus } from '../../support/corpus-trail.js'
import { printed } from '../../support/in-process-cli.js'
import { investigationShape } from '../evidence/investigation-shape.js'
import { aFolder, anAttack, aRecord } from '../evidence/log-files.js'

const folder = aFolder()
afterAll(() => folder.remove())

const logs = folder.write('logs.json', JSON.stringify({ Records: anAttack() }))

async function asJson(...args: string[]) {
  const { code, stdout, stderr } = await printed('evidence', '--json', ...args)
  expect([code, stderr]).toEqual([0, ''])
  return investigationShape.parse(JSON.parse(stdout))
}

describe('evidence --json', () => {
  it('prints one document of the agreed shape, which names the attacker and nobody else', async () => {
    const found = await asJson('--files', logs)
    expect(found.proposed.map(({ name }) => name)).toEqual(['mallory'])
    expect(found.notProposed.map(({ name }) => name)).toEqual(['ana'])
    expect(found.coverage).toMatchObject({ read: 5, unique: 5, skipped: 0 })
  })

  it('counts a record that is delivered twice once, and says what it could not read', async () => {
    const twice = JSON.stringify({ Records: [...anAttack(), { eventName: 'Half' }] })
    const copies = [folder.write('one.json', twice), folder.write('two.json', twice)]
    const { coverage } = await asJson('--files', ...copies)
    expect(coverage).toMatchObject({ read: 12, unique: 5, skipped: 2 })
  })

  it('asks about the time between --since and --until alone, and compares with what stood before', async () => {
    const { coverage, proposed } = await asJson('--files', logs, '--since', '2026-03-01T09:08:00Z')
    expect(coverage).toMatchObject({ unique: 5, from: '2026-03-01T09:10:00Z' })
    expect(proposed).toEqual([])
  })

  it.each(['mallory', 'MALLORY', 'arn:aws:iam::111122223333:user/mallory', 'AKIAMALLORYEXAMPLE01', 'AIDAMALLORY'])(
    'finds the principal that is asked about by %s',
    async (asked) => {
      expect((await asJson('--files', logs, '--principal', asked)).focus?.name).toBe('mallory')
    },
  )

  it('weighs a finding, and names an accused one that no record is of', async () => {
    const payload = guardDutySample({ ...finding, roleName: 'ci-deploy' })
    const path = folder.write('finding.json', JSON.stringify(payload))
    const { notProposed } = await asJson('--files', logs, '--finding', path)
    expect(notProposed.find(({ name }) => name === 'ci-deploy')).toMatchObject({ kind: 'unseen' })
  })

  it('shows the author of a Sigma rule with its matches, and says which rule it cannot use', async () => {
    const good = folder.write('good.yml', rule('Trail deleted', 'condition: selection'))
    const bad = folder.write('bad.yml', rule('Many', 'condition: selection | count() > 5'))
    const { sigma } = await asJson('--files', logs, '--sigma', good, bad)
    expect(sigma.matches).toMatchObject([{ rule: { title: 'Trail deleted', author: 'A. Author' }, times: 1 }])
    expect(sigma.unsupported).toMatchObject([{ title: 'Many' }])
  })
})

it('a match of a severe rule weighs against its caller, also where the record was not kept', async () => {
  const reads = folder.write('reads.yml', rule('Reads', 'condition: selection', 'DescribeInstances', 'high'))
  const { sigma, proposed } = await asJson('--files', logs, '--sigma', reads)
  expect(sigma.matches).toMatchObject([{ actorKey: 'user:111122223333:ana', times: 2, attempt: false }])
  expect(proposed.map(({ name }) => name)).toContain('ana')
})

describe('evidence, where the question is wrong, says in one sentence what and what to do', () => {
  it.each([
    ['neither files nor --live', [], 2, /Give --files .* or --live/],
    ['both of them', ['--files', logs, '--live'], 2, /leave one of the two out/],
    ['an account of files', ['--files', logs, '--account', '111122223333'], 2, /--account goes with --live/],
    ['a page in no folder', ['--files', logs, '--html', '/no/such/folder/x.html'], 2, /folder "\/no\/such\/folder"/],
    ['a page that is a folder', ['--files', logs, '--html', '/'], 2, /--html needs a file/],
    ['no path at all', ['--files', ''], 2, /"" does not exist/],
    ['a file that is not there', ['--files', '/no/such/log.json'], 2, /"\/no\/such\/log.json" does not exist/],
    ['rules that are not there', ['--files', logs, '--sigma', '/no/such/rules'], 2, /does not exist/],
    [
      'a time that ends before it begins',
      ['--files', logs, '--since', '2026-03-02', '--until', '2026-03-01'],
      2,
      /swap/,
    ],
    ['a block of nobody', ['--files', logs, '--blocked-at', '2026-03-01T09:08:00Z'], 2, /goes with --principal/],
    ['nobody of that name', ['--files', logs, '--principal', 'malory'], 2, /Did you mean one of these: mallory\?/],
    ['a configuration that is not there', ['--live', '--config', '/no/such.yaml'], 2, /tourniquet init/],
  ])('%s', async (_title, args, code, says) => {
    const answer = await printed('evidence', ...args)
    expect(answer).toMatchObject({ code, stdout: '' })
    expect(answer.stderr.trim().split('\n')).toHaveLength(1)
    expect(answer.stderr).toMatch(says)
  })

  it('a file in which there is no record', async () => {
    const path = folder.write('empty.json', '{"Records": []}')
    const answer = await printed('evidence', '--files', path)
    expect(answer).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Nothing could be read') })
  })

  it('a file whose records are all broken', async () => {
    const path = folder.write('broken.json', '{"Records": [{"eventVersion": "1.08", "eventName": "X"}]}')
    const answer = await printed('evidence', '--files', path)
    expect(answer).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Nothing could be read') })
  })

  it('a list of addresses that has none', async () => {
    const path = folder.write('flagged.txt', 'not an address\n')
    const answer = await printed('evidence', '--files', logs, '--flagged', path)
    expect(answer).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('evidence of credentials', () => {
  const key = 'ASIAOBTAINEDEXAMPLE1'
  const obtained = folder.write('obtained.json', JSON.stringify({ Records: [...anAttack(), ...anAssumption(key)] }))

  it('says what a block leaves alive at a moment that is given, and what it does not reach any more', async () => {
    const alive = (at: string) => asJson('--files', obtained, '--at', at).then(({ afterBlock }) => afterBlock)
    expect(await alive('2026-03-01T09:30:00Z')).toMatchObject({ leftAlive: [{ accessKeyId: key, alive: true }] })
    expect((await alive('2026-03-01T11:30:00Z'))?.leftAlive).toEqual([])
  })

  it('after a block points out what it left alive and was used since, and calls that fight it', async () => {
    const args = ['--files', obtained, '--principal', 'mallory', '--blocked-at', '2026-03-01T09:08:00Z']
    const { afterBlock, detections } = await asJson(...args)
    expect(afterBlock).toMatchObject({
      at: '2026-03-01T09:08:00.000Z',
      leftAlive: [{ accessKeyId: key, usedAfter: true }],
    })
    expect(detections.map(({ id }) => id)).toContain('block-tampered-with')
    const { stdout } = await printed('evidence', ...args)
    expect(stdout).toMatch(/What a block leaves alive\n.* a denial of .* reaches/)
    expect(stdout).toMatch(new RegExp(`${key}.*used since`))
  })

  it('says how long who is proposed was active, and how it is used otherwise', async () => {
    const { routines } = await asJson('--files', obtained)
    expect(routines[0]).toMatchObject({ key: 'user:111122223333:mallory', daysSeen: { scope: 1, baseline: 0 } })
    const { stdout } = await printed('evidence', '--files', obtained)
    expect(stdout).toContain('How long active, how routinely used')
    expect(stdout).toContain('Active for 6 min 0 s, 2026-03-01 09:00:00 to 2026-03-01 09:06:00 UTC')
  })
})

/** Mallory gets into the role ci for two hours; the session looks around, and would undo a block. */
function anAssumption(accessKeyId: string): object[] {
  const by = { user: 'mallory', key: 'AKIAMALLORYEXAMPLE01' }
  const account = '111122223333'
  const arn = `arn:aws:sts::${account}:assumed-role/ci/s`
  const userIdentity = {
    type: 'AssumedRole',
    principalId: 'AROACI:s',
    arn,
    accountId: account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROACI',
        arn: `arn:aws:iam::${account}:role/ci`,
        accountId: account,
      },
      attributes: { creationDate: '2026-03-01T09:02:00Z' },
    },
  }
  return [
    {
      ...aRecord('sts', 'AssumeRole', {
        ...by,
        at: '2026-03-01T09:02:00Z',
        request: { roleArn: `arn:aws:iam::${account}:role/ci`, roleSessionName: 's' },
      }),
      responseElements: {
        credentials: { accessKeyId, expiration: '2026-03-01T11:02:00Z' },
        assumedRoleUser: { assumedRoleId: 'AROACI:s', arn },
      },
    },
    {
      ...aRecord('iam', 'DeleteUserPolicy', {
        at: '2026-03-01T09:10:00Z',
        request: { userName: 'mallory', policyName: 'DenyAll-cnt_1' },
      }),
      userIdentity,
    },
  ]
}

describe('evidence for people', () => {
  it('puts the answer first, in words, with its records', async () => {
    const { code, stdout } = await printed('evidence', '--files', logs)
    expect(code).toBe(0)
    expect(stdout.split('\n')[0]).toContain('User mallory is proposed for a block')
    for (const title of ['What happened', 'Not proposed, and why', 'API calls', 'Sessions', 'Doubts']) {
      expect(stdout).toContain(title)
    }
  })

  it('writes a page that loads nothing and runs nothing', async () => {
    const page = join(folder.path, 'report.html')
    await printed('evidence', '--files', logs, '--html', page)
    const html = readFileSync(page, 'utf8')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<script|https?:\/\/(?!docs)|src=/i)
  })

  it('keeps what an attacker wrote from acting in the terminal', async () => {
    const evil = '\u001b[2J\u001b]0;owned\u0007 <script>alert(1)</script>\u202e'
    const path = folder.write(
      'evil.json',
      JSON.stringify([aRecord('cloudtrail', 'DeleteTrail', { agent: evil, request: { name: evil } })]),
    )
    const { stdout } = await printed('evidence', '--files', path)
    const plain = stdout.replace(/\p{Cc}\[\d+m/gu, '').replaceAll('\n', '')
    expect(plain).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})

if (!hasCorpus) it.todo('skipped: corpus not found')
else {
  it('answers about a real log of an attacked account as agreed', async () => {
    const found = await asJson(
      '--files',
      join(process.env.TOURNIQUET_CORPUS ?? '../shared/corpus', 'invictus-aws-dataset'),
    )
    expect(found.proposed[0]?.name).toBe('bert-jan')
    expect(found.proposed.map(({ name }) => name)).not.toContain('benjamin')
    expect(found.coverage).toMatchObject({ unique: 1592 })
    const used = found.sessions.filter(({ issuedBy, calls }) => issuedBy === 'AssumeRole' && calls > 0)
    const ofPeople = used.filter(({ principal }) => !principal.includes('/aws-service-role/'))
    expect(ofPeople.map(({ calls }) => calls).toSorted((x, y) => y - x)).toEqual([29, 10, 2, 1])
  })
}

const finding = {
  accountId: '111122223333',
  partition: 'aws',
  region: 'us-east-1',
  roleId: 'AROAEXAMPLE',
  sessionName: 'build',
  accessKeyId: 'ASIAEXAMPLE',
  findingId: '0123456789abcdef0123456789abcdef',
  type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
  severity: 8,
  firstSeenAt: '2026-03-01T09:00:00.000Z',
  lastSeenAt: '2026-03-01T09:10:00.000Z',
  updatedAt: '2026-03-01T09:10:00.000Z',
  remoteIp: '198.51.100.7',
} as const

function rule(title: string, condition: string, eventName = 'DeleteTrail', level = 'medium'): string {
  return [
    `title: ${title}`,
    'author: A. Author',
    `level: ${level}`,
    'logsource: {product: aws, service: cloudtrail}',
    'detection:',
    `  selection: {eventName: ${eventName}}`,
    `  ${condition}`,
    '',
  ].join('\n')
}
