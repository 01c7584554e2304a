/** The program from its sources, as bin/tourniquet runs it from dist/; bundled-cli.ts bundles it. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

const { program } = await import('../../app/cli/program.js')
process.exitCode = await program(process.argv)
