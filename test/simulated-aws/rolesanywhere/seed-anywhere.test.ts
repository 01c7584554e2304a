import { X509Certificate } from 'node:crypto'
import {
  GetProfileCommand,
  ListProfilesCommand,
  ListTrustAnchorsCommand,
  type RolesAnywhereClient,
} from '@aws-sdk/client-rolesanywhere'
import { startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import { accountId } from '../fixture.js'
import { anywhereClient, anywhereSeed } from './anywhere-fixture.js'

const seed = {
  ...anywhereSeed,
  rolesAnywhere: {
    trustAnchors: [{ name: 'build CA' }, { name: 'retired CA', enabled: false, createDate: '2023-05-01T08:00:00Z' }],
    profiles: [
      { name: 'nightly builds', roles: ['ci-deploy', 'other'], createdBy: `arn:aws:iam::${accountId}:user/admin` },
    ],
  },
}

async function shown(client: RolesAnywhereClient) {
  const { trustAnchors = [] } = await client.send(new ListTrustAnchorsCommand({}))
  const { profiles = [] } = await client.send(new ListProfilesCommand({}))
  return { trustAnchors, profiles }
}

describe('an account that has Roles Anywhere from the beginning', () => {
  it('shows its trust anchors and profiles as if they had been made, the same for the same seed', async () => {
    const twice = [await startSimulatedAccount({ seed }), await startSimulatedAccount({ seed })]
    const clients = twice.map(({ url }) => anywhereClient(url))
    try {
      const [first, second] = await Promise.all(clients.map(shown))
      expect(first?.trustAnchors.map(({ name, enabled }) => [name, enabled])).toEqual([
        ['build CA', true],
        ['retired CA', false],
      ])
      expect(first?.trustAnchors[1]?.createdAt).toEqual(new Date('2023-05-01T08:00:00Z'))
      const pem = first?.trustAnchors[0]?.source?.sourceData?.x509CertificateData ?? ''
      expect(new X509Certificate(pem).ca).toBe(true)
      const [profile] = first?.profiles ?? []
      expect(profile).toMatchObject({
        name: 'nightly builds',
        enabled: true,
        roleArns: [`arn:aws:iam::${accountId}:role/ci-deploy`, `arn:aws:iam::${accountId}:role/other`],
        createdBy: `arn:aws:iam::${accountId}:user/admin`,
      })
      expect(second?.profiles.map(({ profileArn }) => profileArn)).toEqual([profile?.profileArn])
      const found = await clients[1]?.send(new GetProfileCommand({ profileId: profile?.profileId }))
      expect(found?.profile?.name).toBe('nightly builds')
    } finally {
      for (const client of clients) client.destroy()
      for (const account of twice) await account.close()
    }
  })
})
