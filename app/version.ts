import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const packageFile = z.object({ name: z.literal('tourniquet'), version: z.string(), description: z.string() })

/** What package.json says of this program; found from dist/ and from the sources alike. */
export function readVersion(): z.infer<typeof packageFile> {
  const [found] = ['../package.json', '../../package.json']
    .map((path) => new URL(path, import.meta.url))
    .filter((url) => existsSync(url))
  if (found === undefined) throw new Error('package.json is missing beside this program: install it again.')
  return packageFile.parse(JSON.parse(readFileSync(found, 'utf8')))
}
