import { isNativeError } from 'node:util/types'

/** As a shell has it for a program that SIGPIPE ended, which Node ignores. */
const endedByPipe = 141

/**
 * Whoever reads what is printed may have enough of it (`| head`): that is no error, and nothing is said of it. What has something to take
 * down is asked to do so, as by SIGTERM.
 */
export function endWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error) => {
    if (!isNativeError(error) || !('code' in error) || error.code !== 'EPIPE') throw error
    if (process.listenerCount('SIGTERM') > 0) process.kill(process.pid, 'SIGTERM')
    else process.exit(endedByPipe)
  })
}
