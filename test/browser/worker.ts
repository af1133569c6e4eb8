/** The worker: gets the library's address, answers with what came out. */
import { runFrom } from './run-from.js'

self.onmessage = async ({ data }: MessageEvent<string>) => self.postMessage(await runFrom(data))
