/** @swc/jest, and what own-globals.cjs puts before each module. CommonJS, since Jest wants the transformer as the whole module. */
const { createHash } = require('node:crypto')
const { readFileSync } = require('node:fs')
const swc = require('@swc/jest')
const { ownGlobalsFor } = require('./own-globals.cjs')

const own = [require.resolve('./own-globals.cjs'), __filename].map((file) => readFileSync(file, 'utf8')).join()

const withGlobals = ({ code, ...rest }) => ({ ...rest, code: ownGlobalsFor(code) + code })

module.exports = {
  createTransformer: (options) => {
    const inner = swc.createTransformer(options)
    return {
      ...inner,
      process: (...args) => withGlobals(inner.process(...args)),
      processAsync: async (...args) => withGlobals(await inner.processAsync(...args)),
      getCacheKey: (...args) =>
        createHash('sha1')
          .update(inner.getCacheKey(...args))
          .update(own)
          .digest('hex'),
    }
  },
}
