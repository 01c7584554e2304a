/** The program from its sources, as bin/tourniquet runs it from dist/; bundled-cli.ts bundles it. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

const { main } = await import('../../app/cli/main.js')
process.exitCode = await main(process.argv)
