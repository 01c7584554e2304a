import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashToken, loadConfig } from '../../../app/config.js'
import { printed } from '../../support/in-process-cli.js'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tourniquet-init-'))
  path = join(folder, 'tourniquet.yaml')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const init = (...args: string[]) => printed('init', '--config', path, ...args)

function tokensIn(stdout: string): string[] {
  return [...stdout.matchAll(/^ {2}\S+ +([0-9a-f]{48})$/gm)].flatMap(([, token]) => token ?? [])
}

describe('tourniquet init', () => {
  it('writes what passes config check at once', async () => {
    const { code, stdout, stderr } = await init('--account', '444455556666', '--approver', 'ana', 'bo')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/tourniquet config check[\s\S]*tourniquet doctor[\s\S]*tourniquet serve/)
    const check = await printed('config', 'check', '--config', path, '--json')
    expect([check.code, JSON.parse(check.stdout).ok]).toEqual([0, true])
  })

  it('prints each token once, and keeps only their hashes', async () => {
    const { stdout } = await init('--account', '444455556666', '--approver', 'ana', 'bo')
    const tokens = tokensIn(stdout)
    expect(new Set(tokens).size).toBe(2)
    const { approvals } = loadConfig(path, {})
    expect(approvals.contain.approvers).toEqual([
      { name: 'ana', tokenSha256: hashToken(tokens[0] ?? '') },
      { name: 'bo', tokenSha256: hashToken(tokens[1] ?? '') },
    ])
    const files = readFileSync(path, 'utf8') + readFileSync(join(folder, 'secrets', 'guardduty'), 'utf8')
    for (const token of tokens) expect([stdout.split(token).length, files.includes(token)]).toEqual([2, false])
  })

  it('keeps the webhook secret to its owner, out of the configuration, out of the output and out of repositories', async () => {
    const { stdout } = await init('--account', '444455556666')
    const file = join(folder, 'secrets', 'guardduty')
    const [secret = ''] = loadConfig(path, {}).sources.guardduty?.secrets ?? []
    expect(secret).toMatch(/^[0-9a-f]{48}$/)
    expect([
      statSync(file).mode & 0o777,
      statSync(path).mode & 0o777,
      statSync(join(folder, 'secrets')).mode & 0o777,
    ]).toEqual([0o600, 0o600, 0o700])
    expect(readFileSync(path, 'utf8') + stdout).not.toContain(secret)
    expect(readFileSync(join(folder, 'secrets', '.gitignore'), 'utf8')).toBe('*\n')
  })

  it('overwrites nothing', async () => {
    writeFileSync(path, 'mine')
    const { code, stdout, stderr } = await init('--account', '444455556666')
    expect([code, stdout, stderr]).toEqual([
      3,
      '',
      expect.stringMatching(/would be overwritten: give another --config, or --force/),
    ])
    expect([readFileSync(path, 'utf8'), existsSync(join(folder, 'secrets'))]).toEqual(['mine', false])
  })

  it('does not replace a secret that is there, though the configuration is gone', async () => {
    await init('--account', '444455556666')
    rmSync(path)
    const { code, stderr } = await init('--account', '444455556666')
    expect([code, stderr, existsSync(path)]).toEqual([
      3,
      expect.stringMatching(/secrets\/guardduty would be overwritten/),
      false,
    ])
  })

  it('replaces with --force, and keeps what was there beside it', async () => {
    await init('--account', '444455556666')
    const before = readFileSync(path, 'utf8')
    const { code } = await init('--account', '777788889999', '--force')
    expect([code, readFileSync(`${path}.bak`, 'utf8')]).toEqual([0, before])
    expect(loadConfig(path, {}).accounts[0]?.id).toBe('777788889999')
    expect(statSync(join(folder, 'secrets', 'guardduty.bak')).mode & 0o777).toBe(0o600)
  })

  it('says that the account is missing where it was not told', async () => {
    const { code, stdout } = await init()
    expect([code, stdout]).toEqual([0, expect.stringMatching(/First write your account id into /)])
    expect(readFileSync(path, 'utf8')).toMatch(/<- YOUR account id/)
  })

  it.each([
    [['--account', '1234'], /an account id has 12 digits/],
    [['--approver', 'ana: evil'], /a name has 1 to 64 letters/],
  ])('%j is a usage error, and writes nothing', async (args, message) => {
    const { code, stderr } = await init(...args)
    expect([code, stderr, existsSync(path)]).toEqual([2, expect.stringMatching(message), false])
  })
})
