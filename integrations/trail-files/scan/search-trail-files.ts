import { type FileProblem, listTrailFiles } from '../list-trail-files.js'
import { type PoolOptions, ThreadPool } from './thread-pool.js'
import type { FoundInFile } from './thread-protocol.js'
import type { SearchTerms, TrailHit } from './trail-hit.js'
import { findInIndex, onceEach, stateOf } from './trail-index.js'

export interface SearchOptions extends PoolOptions {
  readonly terms: SearchTerms
  /** Where a scan of the same files may have left an index. */
  readonly cacheFolder?: string
  readonly onProgress?: (files: number, hits: number) => void
}

export interface SearchResult {
  /** Oldest first, each event id once. */
  readonly hits: readonly TrailHit[]
  /** `index`: answered by what a scan has left, without reading the files. */
  readonly from: 'index' | 'files'
  readonly filesRead: number
  /** What could not be read, or not to its end. */
  readonly problems: readonly FileProblem[]
}

/**
 * Everything of one principal, key or address in CloudTrail files. From the index that `scanTrailFiles` has left in
 * `cacheFolder`, where it is of exactly these files as they stand; else from the files, by several threads, parsing only
 * the records that may be wanted: see `Prefilter`. The hits are those of a full reading. Where the JSON of a file is damaged
 * in a record that is none of the hits, the search may find more than a full reading does, which has to give up what it
 * cannot tell apart.
 */
export async function searchTrailFiles(paths: readonly string[], options: SearchOptions): Promise<SearchResult> {
  const { terms, cacheFolder } = options
  // The files are listed meanwhile: the index is asked, or, where there is none, the threads start. Both take as long.
  const listing = listTrailFiles(paths)
  const early = cacheFolder === undefined ? searchingThreads(terms, options, ANY_NUMBER) : null
  const known = cacheFolder === undefined ? null : await findInIndex(cacheFolder, terms)
  const { files, problems } = await listing
  if (known !== null && known.state === stateOf(files)) {
    return { hits: known.hits, from: 'index', filesRead: 0, problems }
  }
  const pool = early ?? searchingThreads(terms, options, files.length)
  const found: (FoundInFile | undefined)[] = []
  const seen = { files: 0, hits: 0 }
  try {
    await pool.readAll(files, (file, answer) => {
      if (answer.kind !== 'searched') return
      found[file] = answer.found
      seen.files += 1
      seen.hits += answer.found.hits.length
      options.onProgress?.(seen.files, seen.hits)
    })
  } finally {
    await pool.close()
  }
  const more = files.flatMap(({ path }, place): FileProblem[] => {
    const reason = found[place] === undefined ? 'was not read: the search was stopped' : found[place].problem
    return reason === null ? [] : [{ path, reason }]
  })
  const hits = found.flatMap((each) => each?.hits ?? [])
  return { hits: onceEach(hits), from: 'files', filesRead: seen.files, problems: [...problems, ...more] }
}

/** Each takes some 20 MB. */
const mostSearching = 8
/** How many files there are is not known yet. */
const ANY_NUMBER = Number.POSITIVE_INFINITY

function searchingThreads(terms: SearchTerms, options: SearchOptions, files: number): ThreadPool {
  return new ThreadPool(() => ({ kind: 'search', terms }), files, { ...options, mostThreads: mostSearching })
}
