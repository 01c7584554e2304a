import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { rawEvidenceFiles } from '../../../integrations/files/raw-evidence-files.js'
import { sha256 } from '../../../src/domain/canonical-json.js'

const incidentId = 'inc_00000000000000000001'
const text = '{"eventID":"event-1"}\n{"eventID":"event-2"}\n'
const digest = sha256(text)

describe('raw evidence in files', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tourniquet-raw-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const keep = () => rawEvidenceFiles(folder).keep({ incidentId, digest, text })
  const check = (file: string) => rawEvidenceFiles(folder).check(file, digest)

  it('is compressed, for nobody else to read, and is what it was', async () => {
    const file = await keep()

    expect(gunzipSync(readFileSync(join(folder, file))).toString('utf8')).toBe(text)
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
    expect(await check(file)).toBe('asFiled')
  })

  it('is one file for the same text, also where a worker died before it could report', async () => {
    expect(await keep()).toBe(await keep())
  })

  it('that was changed is noticed, whatever was done to it', async () => {
    const file = await keep()
    for (const changed of [gzipSync('{"eventID":"event-1"}\n'), Buffer.from('no gzip'), Buffer.alloc(0)]) {
      writeFileSync(join(folder, file), changed)
      expect(await check(file)).toBe('changed')
    }
  })

  it('that was damaged is written anew by the next collection of the same', async () => {
    const file = await keep()
    writeFileSync(join(folder, file), 'no gzip')
    await keep()

    expect(await check(file)).toBe('asFiled')
  })

  it('that is not there is said to be gone', async () => {
    expect(await check(`evidence/${incidentId}/${digest.replace('sha256:', '')}.ndjson.gz`)).toBe('gone')
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'evidence/inc_1/../../x.ndjson.gz'])(
    'is never looked for at %s',
    async (name) => {
      expect(await check(name)).toBe('changed')
    },
  )
})
