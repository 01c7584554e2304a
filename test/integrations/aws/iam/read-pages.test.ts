import { readPages } from '../../../../integrations/aws/iam/read-pages.js'

function served(pages: { Items?: string[]; IsTruncated?: boolean; Marker?: string }[]) {
  const asked: (string | undefined)[] = []
  const readPage = async (marker: string | undefined) => {
    asked.push(marker)
    return { Items: undefined, ...pages[asked.length - 1] }
  }
  return { asked, all: () => readPages('iam:ListRolePolicies', readPage) }
}

describe('a listing in pages', () => {
  it('an empty page is not the end while IAM says that there is more', async () => {
    const listing = served([
      { Items: [], IsTruncated: true, Marker: 'a' },
      { Items: ['one'], IsTruncated: true, Marker: 'b' },
      { IsTruncated: true, Marker: 'c' },
      { Items: ['two'], IsTruncated: false },
    ])
    expect(await listing.all()).toEqual(['one', 'two'])
    expect(listing.asked).toEqual([undefined, 'a', 'b', 'c'])
  })

  it('a marker without IsTruncated is not followed', async () => {
    expect(await served([{ Items: ['one'], Marker: 'a' }]).all()).toEqual(['one'])
  })

  it.each([
    ['no marker to go on from', [{ IsTruncated: true }]],
    [
      'the same marker again',
      [
        { IsTruncated: true, Marker: 'a' },
        { IsTruncated: true, Marker: 'a' },
      ],
    ],
  ])('%s is an error, not a whole list', async (_, pages) => {
    await expect(served(pages).all()).rejects.toMatchObject({ kind: 'unknown', code: 'EndlessListing' })
  })
})
