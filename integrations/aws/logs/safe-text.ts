/**
 * What may stand inside a quoted text of Logs Insights and of filter patterns without meaning anything: every character of
 * access keys, addresses, account ids and of nearly all ARNs and session names. No quote, backslash, star, pipe, line break.
 */
const safeRun = /[A-Za-z0-9_+=,.@:/ -]+/g
const longest = 200

/**
 * The stretches of a text that can be put into a query as they are. AWS does not document how its query languages take
 * quotes and backslashes inside of texts, and whoever names a session chooses them: so nothing else ever gets there, the
 * query finds a little more than was asked for, and the records are compared exactly once they are here. Escaping with
 * backslashes was rejected: a guess about a parser that nobody outside can see.
 */
export function safeRuns(text: string): { readonly runs: readonly string[]; readonly isWhole: boolean } {
  const runs = (text.match(safeRun) ?? []).map((run) => run.slice(0, longest))
  return { runs, isWhole: runs.length === 1 && runs[0] === text }
}
