import { type Profiler, Session } from 'node:inspector'
import { setFlagsFromString } from 'node:v8'

/**
 * How many functions and blocks of the files under `folder` run meanwhile, by V8's precise coverage: the same at every run and on
 * every machine, other than time. What the engine does by itself (`includes`, spreading) is not seen. Optimised code counts nothing, so
 * there is none meanwhile.
 */
export function countWork(folder: string, run: () => void): number {
  const session = new Session()
  session.connect()
  setFlagsFromString('--no-opt')
  try {
    session.post('Profiler.enable')
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    run()
    return countsIn(takeCoverage(session), folder)
  } finally {
    session.post('Profiler.stopPreciseCoverage')
    session.disconnect()
    setFlagsFromString('--opt')
  }
}

function takeCoverage(session: Session): readonly Profiler.ScriptCoverage[] {
  let taken: readonly Profiler.ScriptCoverage[] = []
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error !== null) throw error
    taken = result
  })
  return taken
}

function countsIn(scripts: readonly Profiler.ScriptCoverage[], folder: string): number {
  let counts = 0
  for (const { url, functions } of scripts) {
    if (!url.includes(folder)) continue
    for (const { ranges } of functions) for (const { count } of ranges) counts += count
  }
  return counts
}
