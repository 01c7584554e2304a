import { AwsError } from '../../../src/domain/aws-error.js'

/** One page of an IAM listing. IAM may answer with an empty page and still have more. */
export interface Page<Item> {
  readonly Items: readonly Item[] | undefined
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

/**
 * Every item of a listing. IsTruncated alone says whether there is more: a page may be empty or short before the end.
 * A server that never ends (no marker, or the same one again) is an error, not a list that looks whole.
 */
export async function readPages<Item>(
  operation: string,
  readPage: (marker: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = []
  const seen = new Set<string>()
  let marker: string | undefined
  for (;;) {
    const page = await readPage(marker)
    items.push(...(page.Items ?? []))
    if (!page.IsTruncated) return items
    if (page.Marker === undefined || seen.has(page.Marker)) {
      const message = 'The listing says that there is more, and gives no new marker to go on from.'
      throw new AwsError({ kind: 'unknown', code: 'EndlessListing', operation, message })
    }
    marker = page.Marker
    seen.add(marker)
  }
}

/** The input that goes on from a page; nothing for the first one, since an empty marker is refused. */
export function from(marker: string | undefined): { Marker?: string } {
  return marker === undefined ? {} : { Marker: marker }
}
