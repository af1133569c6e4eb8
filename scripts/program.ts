import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Whether the module at this address is the program that was started, and not one that a test imports. */
export const isProgram = (url: string): boolean =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url)

/** Ends a check: prints one line for each failure and sets the exit code, or prints the good news. */
export const conclude = (name: string, failures: readonly string[], passed: string): void => {
  for (const failure of failures) console.error(`${name}: ${failure}`)
  if (failures.length > 0) process.exitCode = 1
  else console.log(`${name}: ${passed}`)
}
