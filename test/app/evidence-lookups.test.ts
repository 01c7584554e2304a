import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '../../app/config.js'
import { evidenceSchema } from '../../app/evidence-config.js'
import { openEvidenceLookups } from '../../app/evidence-lookups.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-lookups-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what evidence is compared with', () => {
  const warned: string[] = []
  const log = { info: () => {}, warn: (message: string) => void warned.push(message), error: () => {} }
  const open = (evidence: object) =>
    openEvidenceLookups(evidenceSchema.parse(evidence), join(folder, 'tourniquet.yaml'), log)

  it('is nothing where no file is named', async () => {
    expect(await open({})).toEqual({ geo: null, flagged: null, sigma: null })
  })

  it('is read from files beside the configuration, and a line that is no address is told', async () => {
    writeFileSync(join(folder, 'flagged.txt'), '198.51.100.7\nnonsense\n')
    const { flagged } = await open({ flaggedFile: 'flagged.txt' })

    expect(flagged?.reasonOf('198.51.100.7')).not.toBeNull()
    expect(flagged?.reasonOf('192.0.2.1')).toBeNull()
    expect(warned).toHaveLength(1)
  })

  it('are Sigma rules out of files and folders, and one that cannot be used is told', async () => {
    const rule = (condition: string) =>
      `title: Trail deleted\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: DeleteTrail}, condition: ${condition}}\n`
    mkdirSync(join(folder, 'rules'))
    writeFileSync(join(folder, 'rules/good.yml'), rule('s'))
    writeFileSync(join(folder, 'rules/bad.yml'), rule('s | count() > 5'))
    const before = warned.length
    const { sigma } = await open({ sigma: ['rules'] })
    expect(sigma?.rules.map(({ attribution }) => attribution.title)).toEqual(['Trail deleted'])
    expect(warned.slice(before)).toEqual(['Sigma rules are passed over.'])
  })

  it.each([
    { geoFile: 'missing.mmdb' },
    { asnFile: 'tourniquet.yaml' },
    { flaggedFile: 'missing.txt' },
    { sigma: ['missing'] },
  ])('stops the start where %j cannot be used: an indicator must not go missing quietly', async (evidence) => {
    await expect(open(evidence)).rejects.toThrow(ConfigError)
  })
})
