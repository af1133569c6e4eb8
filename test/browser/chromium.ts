/** Finds a Chromium on this machine, and starts it without anything that would use the network. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const elsewhere = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path in CHROMIUM, or the first of the usual names. */
export const findChromium = (env: NodeJS.ProcessEnv): string => {
  const { CHROMIUM: given, PATH: path = '' } = env
  if (given !== undefined && given !== '') {
    if (isExecutable(given)) return given
    throw new Error(`CHROMIUM is ${given}, and there is no program`)
  }
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  const found = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere].find(
    isExecutable,
  )
  if (found === undefined)
    throw new Error(
      `no Chromium here (${names.join(', ')}): install one, as with apt-get install chromium, or set CHROMIUM to its path`,
    )
  return found
}

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    timeout: 60_000,
    args: [
      // Its sandbox does not work for root, as in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
