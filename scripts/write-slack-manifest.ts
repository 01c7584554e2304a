/** Writes slack/manifest.yaml and slack/manifest-http.yaml: node scripts/run-ts.mjs scripts/write-slack-manifest.ts */
import { mkdirSync, writeFileSync } from 'node:fs'
import { EXAMPLE_URL, manifestText } from '../integrations/slack/manifest/manifest-text.js'

const folder = new URL('../slack/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('manifest.yaml', folder), manifestText({ mode: 'socket' }))
writeFileSync(new URL('manifest-http.yaml', folder), manifestText({ mode: 'http', publicUrl: EXAMPLE_URL }))
