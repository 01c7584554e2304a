import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const dockerfile = read('deploy/Dockerfile').replaceAll('\\\n', ' ')
const lines = dockerfile.split('\n').filter((line) => !line.startsWith('#'))
const instruction = (name: string) =>
  lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim())

describe('deploy/Dockerfile', () => {
  const copied = instruction('COPY')
    .filter((args) => !args.startsWith('--from'))
    .flatMap((args) => args.split(/\s+/).slice(0, -1))

  it('copies what is there, and only what .dockerignore lets through', () => {
    const open = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    expect(copied.filter((path) => !existsSync(`${root}${path}`))).toEqual([])
    expect(copied.filter((path) => !open.includes(path))).toEqual([])
    expect(open.filter((path) => !copied.includes(path))).toEqual([])
    expect(read('.dockerignore')).toMatch(/^\*$/m)
  })

  it('copies every folder that is compiled', () => {
    const { include } = z.object({ include: z.array(z.string()) }).parse(JSON.parse(read('tsconfig.build.json')))
    expect(include.filter((folder) => existsSync(`${root}${folder}`) && !copied.includes(folder))).toEqual([])
  })

  it('installs from the lock file, without development tools in what is shipped', () => {
    expect(instruction('RUN').filter((run) => run.includes('npm install'))).toEqual([])
    expect(instruction('RUN')).toEqual(
      expect.arrayContaining([expect.stringMatching(/npm ci --omit=dev --omit=optional/)]),
    )
    expect(instruction('COPY')).toEqual(
      expect.arrayContaining([expect.stringMatching(/--from=modules .*node_modules/)]),
    )
  })

  it('runs as a numbered user who is not root, on a base that is pinned to a version', () => {
    const user = instruction('USER').at(-1)
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(dockerfile).toContain(`chown ${user} /var/lib/tourniquet`)
    expect(instruction('ARG')).toEqual([expect.stringMatching(/^NODE_IMAGE=node:\d+-bookworm-slim$/)])
  })

  it('starts the launcher, which is there and can be executed', () => {
    expect(instruction('ENTRYPOINT')).toEqual(['["node", "/app/bin/tourniquet"]'])
    expect(statSync(`${root}bin/tourniquet`).mode & 0o111).not.toBe(0)
  })

  it('looks after its health with Node alone: 0 where it answers, 1 where it does not', async () => {
    const [check = ''] = instruction('HEALTHCHECK')
    const [program = '', ...args] = z.array(z.string()).parse(JSON.parse(check.slice(check.indexOf('['))))
    expect(program).toBe('node')
    const server = createServer((request, response) => response.writeHead(request.url === '/livez' ? 200 : 503).end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const ends = (HEALTHCHECK_URL: string) =>
      new Promise<number | null>((resolve) => {
        const env = { PATH: process.env.PATH ?? '', HEALTHCHECK_URL }
        spawn(process.execPath, args, { env, stdio: 'ignore' }).on('exit', resolve)
      })
    expect(await ends(`http://127.0.0.1:${port}/livez`)).toBe(0)
    expect(await ends(`http://127.0.0.1:${port}/readyz`)).toBe(1)
    await new Promise((resolve) => server.close(resolve))
    expect(await ends(`http://127.0.0.1:${port}/livez`)).toBe(1)
  })
})

describe('the shell scripts of deploy/', () => {
  it.each(['make-secrets.sh', 'postgres/create-runtime-role.sh'])(
    '%s parses, stops at the first failure and can be executed',
    (path) => {
      execFileSync('sh', ['-n', `${root}deploy/${path}`])
      expect(read(`deploy/${path}`)).toMatch(/^set -eu$/m)
      expect(statSync(`${root}deploy/${path}`).mode & 0o111).not.toBe(0)
    },
  )

  it('make the role that the URL of the program names', () => {
    expect(read('deploy/postgres/create-runtime-role.sh')).toContain('CREATE ROLE tourniquet_runtime LOGIN')
    expect(read('deploy/make-secrets.sh')).toContain('postgres://tourniquet_runtime:')
  })
})

describe('deploy/tourniquet.service', () => {
  const unit = read('deploy/tourniquet.service')

  it('runs the launcher as a user of its own, who can write to the data folder alone', () => {
    expect(unit).toMatch(/^ExecStart=\/usr\/bin\/node \/opt\/tourniquet\/bin\/tourniquet serve$/m)
    for (const line of [
      'User=tourniquet',
      'StateDirectory=tourniquet',
      'ProtectSystem=strict',
      'NoNewPrivileges=true',
    ]) {
      expect(unit.split('\n')).toContain(line)
    }
  })

  it('is one that systemd understands, where systemd is here to ask', () => {
    const { error, stderr } = spawnSync('systemd-analyze', ['verify', `${root}deploy/tourniquet.service`], {
      encoding: 'utf8',
    })
    if (error !== undefined) return expect(error.message).toMatch(/ENOENT/)
    expect(stderr.split('\n').filter((line) => /tourniquet\.service:\d+/.test(line))).toEqual([])
  })
})
