// Plays every story against the server at FRONTDOOR_URL, one after the other. Arguments: words that a story's file name
// must hold, to play only some.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'

for (const name of ['FRONTDOOR_URL', 'FRONTDOOR_ACCOUNTS']) {
  if (!process.env[name]) {
    console.error(`${name} is not set; see support/console.mjs`)
    process.exit(2)
  }
}
const wanted = process.argv.slice(2)
const stories = readdirSync(new URL('stories/', import.meta.url))
  .filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((word) => name.includes(word))))
  .sort()
  .map((name) => new URL(`stories/${name}`, import.meta.url).pathname)
if (stories.length === 0) {
  console.error(`no story is called that: ${wanted.join(' ')}`)
  process.exit(2)
}
const child = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...stories], { stdio: 'inherit' })
child.on('exit', (code) => process.exit(code ?? 1))
