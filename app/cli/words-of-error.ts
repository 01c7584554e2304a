import { z } from 'zod'

/** What Node tells of a failure of the system: https://nodejs.org/api/errors.html#class-systemerror */
const systemErrorSchema = z.object({
  code: z.string(),
  path: z.string().optional(),
  address: z.string().optional(),
  port: z.number().optional(),
})

/** What a person is told of an error: its own sentence, and of a failure of the system what it was about and what to do. */
export function wordsOfError(error: Error): string {
  const parsed = systemErrorSchema.safeParse(error)
  return (parsed.success ? (aboutFile(parsed.data) ?? aboutPort(parsed.data)) : null) ?? error.message
}

type SystemError = z.output<typeof systemErrorSchema>

function aboutFile({ code, path }: SystemError): string | null {
  if (path === undefined) return null
  switch (code) {
    case 'ENOENT':
      return `${path} does not exist: check the path, and the folder that you are in.`
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be opened by this user (${code}): check its owner and mode.`
    case 'EISDIR':
      return `${path} is a folder, and a file is needed.`
    case 'ENOSPC':
      return `${path} cannot be written, for the disk is full.`
    default:
      return null
  }
}

function aboutPort({ code, address = 'this machine', port }: SystemError): string | null {
  if (port === undefined) return null
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${address} is taken: end what listens there, or take another port.`
    case 'EACCES':
      return `Port ${port} of ${address} may not be opened by this user: take one of 1024 or above.`
    case 'EADDRNOTAVAIL':
      return `${address} is no address of this machine: correct it.`
    default:
      return null
  }
}
