import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSigmaFiles } from '../../../integrations/sigma-files/load-sigma-files.js'
import { ruleText } from '../../support/sigma/rule-text.js'

const rule = (id: string) => ruleText('sel:\n    eventName: A\ncondition: sel').replace('1111', id)

describe('rule files', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sigma-'))
    await mkdir(join(folder, 'below/deeper'), { recursive: true })
    await writeFile(join(folder, 'b.yml'), rule('2222'))
    await writeFile(join(folder, 'a.YAML'), rule('1111'))
    await writeFile(join(folder, 'below/deeper/c.yaml'), rule('3333'))
    await writeFile(join(folder, 'README.md'), 'not a rule')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const load = async (...paths: readonly string[]) => {
    const { rules, unsupported } = await loadSigmaFiles(paths)
    return {
      files: rules.map(({ attribution }) => attribution.file.slice(folder.length + 1)),
      unread: unsupported.map(
        ({ file, construct, reason }) => `${file.slice(folder.length + 1)} ${construct}: ${reason}`,
      ),
    }
  }

  it('of a folder are read at any depth, in the order of their names', async () => {
    expect(await load(folder)).toEqual({ files: ['a.YAML', 'b.yml', 'below/deeper/c.yaml'], unread: [] })
  })

  it('may be named one by one, with any extension', async () => {
    await writeFile(join(folder, 'rule.txt'), rule('4444'))
    expect((await load(join(folder, 'rule.txt'), join(folder, 'b.yml'))).files).toEqual(['rule.txt', 'b.yml'])
  })

  it('that cannot be read are named, and the others are loaded', async () => {
    await writeFile(join(folder, 'latin.yml'), Buffer.from([0x74, 0xff, 0xfe]))
    await writeFile(join(folder, 'large.yml'), '')
    await truncate(join(folder, 'large.yml'), 5_000_000)
    await mkdir(join(folder, 'empty'))
    await symlink(join(folder, 'nowhere'), join(folder, 'gone.yml'))
    await symlink(folder, join(folder, 'below/circle'))
    await symlink(join(folder, 'below'), join(folder, 'link.yml'))
    const { files, unread } = await load(folder, join(folder, 'empty'), join(folder, 'missing.yml'))
    expect(files).toEqual(['a.YAML', 'b.yml', 'below/deeper/c.yaml'])
    expect(unread).toEqual([
      'gone.yml file: it cannot be read: ENOENT',
      'large.yml file: it cannot be read: it is larger than 4000000 bytes',
      'latin.yml file: it cannot be read: it is not UTF-8',
      'link.yml file: it cannot be read: it is no regular file',
      'empty file: it cannot be read: there is no .yml or .yaml file in it',
      'missing.yml file: it cannot be read: ENOENT',
    ])
  })

  it('that this user may not read are named', async () => {
    await chmod(join(folder, 'b.yml'), 0)
    const { files, unread } = await load(folder)
    // An administrator may read them nevertheless.
    if (process.getuid?.() === 0) expect(files).toContain('b.yml')
    else expect(unread).toEqual(['b.yml file: it cannot be read: EACCES'])
  })
})
