// Measures what a browser fetches on first load, gzip-compressed, and fails over the limit: index.html with all it names,
// and the largest screen with all that it imports. Screens are fetched apart (vite.config.ts writes the manifest).
import { readFileSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 300 * 1000
const dist = new URL('../dist/', import.meta.url)
const page = readFileSync(new URL('index.html', dist), 'utf8')
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const sizeOf = (name) => gzipSync(readFileSync(new URL(name, dist))).length

// The files of a chunk and of what it imports at once.
function filesOf(key, found = new Set()) {
  const chunk = manifest[key]
  if (!chunk || found.has(chunk.file)) return found
  for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file)
  for (const other of chunk.imports ?? []) filesOf(other, found)
  return found
}

const named = new Set([...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1]))
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
for (const file of filesOf(entry)) named.add(file)
let shared = gzipSync(page).length
for (const name of named) shared += sizeOf(name)
const screens = (manifest[entry].dynamicImports ?? []).map((key) => ({
  key,
  size: [...filesOf(key)].filter((file) => !named.has(file)).reduce((sum, file) => sum + sizeOf(file), 0),
}))
const kB = (bytes) => (bytes / 1000).toFixed(1)
for (const { key, size } of screens) console.log(`${key}: ${kB(size)} kB gzip besides the ${kB(shared)} kB of all`)
// The map's drawing is large, and must stay where only those who open the map fetch it.
const drawing = filesOf('src/map/gl_map.tsx')
const early = new Set([...named, ...screens.flatMap(({ key }) => [...filesOf(key)])])
const leaked = [...drawing].filter((file) => /gl_map/.test(file) && early.has(file))
if (drawing.size === 0 || leaked.length > 0) {
  console.error(`the map's drawing is part of a screen: ${leaked.join(', ') || 'it is no chunk of its own'}`)
  process.exit(1)
}
const opened = [...drawing].filter((file) => !early.has(file)).reduce((sum, file) => sum + sizeOf(file), 0)
console.log(`the map, when it is first opened: ${kB(opened)} kB gzip besides its worker`)
const total = shared + Math.max(0, ...screens.map(({ size }) => size))
console.log(`first load: ${kB(total)} kB gzip of ${limit / 1000} kB allowed`)
// It was for this measurement only and is not handed out.
rmSync(new URL('.vite/', dist), { recursive: true })
if (/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/.test(page)) {
  console.error('index.html holds inline script or style, which the Content-Security-Policy refuses')
  process.exit(1)
}
if (total > limit) {
  console.error('the first load is over its limit')
  process.exit(1)
}
