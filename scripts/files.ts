import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** All files below `folder` whose path matches, sorted, so that reports have one order on every machine. */
export const filesIn = (folder: string, pattern: RegExp): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => pattern.test(path))
        .sort()
    : []
