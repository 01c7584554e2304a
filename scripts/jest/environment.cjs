const { readFileSync } = require('node:fs')
const { Script } = require('node:vm')
const { TestEnvironment } = require('jest-environment-node')
const { NAMES } = require('./own-globals.cjs')
require('./running-test.cjs')

/** One a worker: what V8 has compiled of a bundle, functions that were called included, serves the next suite as well. */
const scripts = new Map()

function scriptOf(filename) {
  const known = scripts.get(filename)
  if (known !== undefined) return known
  const source = `(function (exports, require, module, ${NAMES.join(', ')}) {${readFileSync(filename, 'utf8')}\n})`
  const script = new Script(source, { filename })
  scripts.set(filename, script)
  return script
}

/**
 * Node's environment, with what the entries of bundle-packages.mjs call to run a bundle in the suite's own context.
 * CommonJS, since Jest wants a class as the whole module and here exports are named.
 */
module.exports = class BundlesEnvironment extends TestEnvironment {
  async setup() {
    await super.setup()
    const loaded = new Map()
    this.global[Symbol.for('tourniquet.bundles')] = (filename, require) => {
      if (!loaded.has(filename)) loaded.set(filename, this.run(filename, require))
      return loaded.get(filename)
    }
  }

  run(filename, require) {
    const module = { exports: {} }
    const globals = NAMES.map((name) => this.global[name])
    scriptOf(filename).runInContext(this.getVmContext())(module.exports, require, module, ...globals)
    return module.exports
  }
}
