import { AwsError } from '../../src/domain/aws-error.js'
import type { Suspect } from '../../src/domain/verdict.js'
import { withoutClosedDoors } from '../../workers/open-doors.js'
import { anEvent } from '../support/fixtures/gathered-events.js'

const id = '3f1b6f0e-7c1c-4a52-9a46-0d6a5b1f2c11'
const region = 'eu-north-1'
const made = anEvent({
  eventSource: 'rolesanywhere.amazonaws.com',
  eventName: 'CreateProfile',
  region,
  requestParameters: { name: 'lines-b' },
  responseElements: { profile: { name: 'lines-b', profileId: id } },
})
const profile: Suspect = {
  kind: 'profile',
  name: `lines-b/${id}`,
  createdAt: '2026-03-01T10:00:00Z',
  by: null,
  cause: 'principal',
}

type Read = (id: string) => Promise<{ enabled: boolean } | null>

/** With this answer to whoever reads a profile or an anchor, and what was asked for. */
function toolsThat(read: Read) {
  const asked: string[] = []
  const answer = (of: string) => async (asking: string) => {
    asked.push(`${of} ${asking}`)
    return await read(asking)
  }
  const rolesAnywhere = (where: string) => ({
    profile: answer(`${where} profile`),
    trustAnchor: answer(`${where} anchor`),
  })
  const warned: string[] = []
  const log = {
    warn: (text: string) => {
      warned.push(text)
    },
  }
  return { tools: { aws: { rolesAnywhere }, engine: { log } }, asked, warned }
}

async function left(read: Read, suspects: readonly Suspect[] = [profile]) {
  const { tools, ...seen } = toolsThat(read)
  return { names: (await withoutClosedDoors(tools, suspects, [made])).map(({ name }) => name), ...seen }
}

describe('a way in by Roles Anywhere that the principal made', () => {
  it('is no suspect while it is off, and none when it is gone', async () => {
    expect(await left(async () => ({ enabled: false }))).toMatchObject({
      names: [],
      asked: [`${region} profile ${id}`],
    })
    expect((await left(async () => null)).names).toEqual([])
  })

  it('is suspect while it is on', async () => {
    expect((await left(async () => ({ enabled: true }))).names).toEqual([profile.name])
  })

  it('stays suspect where it cannot be read, and that is told', async () => {
    const refused = new AwsError({
      kind: 'accessDenied',
      code: 'AccessDeniedException',
      operation: 'rolesanywhere:GetProfile',
      message: 'no',
    })
    const { names, warned } = await left(() => Promise.reject(refused))
    expect(names).toEqual([profile.name])
    expect(warned).toHaveLength(1)
  })

  it('stays suspect, and is not looked for, where no record has its id or its Region', async () => {
    const unknown = [
      { ...profile, name: 'lines-b' },
      { ...profile, name: `lines-c/${id}` },
    ]
    const { names, asked } = await left(async () => null, unknown)
    expect(names).toEqual(['lines-b', `lines-c/${id}`])
    expect(asked).toEqual([])
  })

  it('stays suspect where nothing is found under what may be its name, and is none where that is off', async () => {
    const enabled = anEvent({
      eventSource: 'rolesanywhere.amazonaws.com',
      eventName: 'EnableProfile',
      region,
      requestParameters: { profileId: id },
    })
    const bare = { ...profile, name: id }
    const asked = async (read: Read) => await withoutClosedDoors(toolsThat(read).tools, [bare], [enabled])
    expect(await asked(async () => null)).toEqual([bare])
    expect(await asked(async () => ({ enabled: false }))).toEqual([])
  })

  it('of many, those beyond the first five stay suspect: one is read a second', async () => {
    const many = Array.from({ length: 7 }, () => ({ ...profile }))
    expect((await left(async () => null, many)).names).toHaveLength(2)
  })

  it('is one thing, an identity provider another, which stays suspect', async () => {
    const provider: Suspect = {
      ...profile,
      kind: 'identityProvider',
      name: 'arn:aws:iam::111122223333:saml-provider/x',
    }
    expect(await left(async () => null, [provider])).toMatchObject({ names: [provider.name], asked: [] })
  })
})
