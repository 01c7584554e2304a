import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkAuditAnchors } from '../../../../app/setup/checks/audit-anchors.js'
import { anchorFile } from '../../../../integrations/files/anchor-file.js'
import type { Realm } from '../../../../src/domain/realm.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-anchors-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const realm: Realm = { kind: 'live', partition: 'aws', accountId: '111122223333', endpoint: null }
const look = (path: string, outside: boolean) => checkAuditAnchors([anchorFile(path, { outside })], [realm])

describe('audit anchors', () => {
  it('that are all on this host are a note, for they prove consistency alone', async () => {
    const path = join(folder, 'anchors.jsonl')
    expect(await look(path, false)).toMatchObject([
      { status: 'green', says: expect.stringMatching(/no checkpoint yet/) },
      { status: 'yellow', cure: expect.stringMatching(/audit\.anchors/) },
    ])
    expect(await look(path, true)).toMatchObject([{ status: 'green' }])
  })

  it('that do not answer are red', async () => {
    const path = join(folder, 'a-folder')
    mkdirSync(path)
    expect((await look(path, true)).map(({ status }) => status)).toEqual(['red'])
  })
})
