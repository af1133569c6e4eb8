/** Serves the built package and the page, on a free port of this machine alone. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { build, transform } from 'esbuild'
import type { Network } from './networks.js'

const here = join('test', 'browser')

export interface Server {
  readonly origin: string
  readonly close: () => Promise<void>
}

const page =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>'

/** No WebAssembly: a page under this policy may not compile any. */
const strict = { 'content-security-policy': "default-src 'self'; img-src data:" }

export const serve = async (networks: readonly Network[]): Promise<Server> => {
  const javascript = async (name: string): Promise<string> =>
    (await transform(readFileSync(join(here, `${name}.ts`), 'utf8'), { loader: 'ts', format: 'esm' })).code
  const entryPoints = ['dist/src/index.js']
  const bundle = await build({
    entryPoints,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  })
  const made = new Map([
    ['/networks.json', JSON.stringify(networks)],
    ['/bundle.js', bundle.outputFiles[0]?.text ?? ''],
    ['/', page],
    ['/strict', page],
  ])
  for (const name of ['page', 'worker', 'networks', 'run-from']) made.set(`/${name}.js`, await javascript(name))

  const contentOf = (path: string): string | undefined => {
    if (/^\/dist\/[\w./-]+\.js$/.test(path) && normalize(path) === path) return readFileSync(path.slice(1), 'utf8')
    return made.get(path)
  }
  const typeOf = (path: string): string =>
    path.endsWith('.js') ? 'text/javascript' : path.endsWith('.json') ? 'application/json' : 'text/html'

  const server = createServer(({ url = '/' }, response) => {
    try {
      const content = contentOf(url)
      response.writeHead(content === undefined ? 404 : 200, {
        'content-type': typeOf(url),
        ...(url === '/strict' ? strict : {}),
      })
      response.end(content)
    } catch (error) {
      response.writeHead(404).end(String(error))
    }
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  // The cast: a server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
