// Measures what a browser fetches on first load (index.html and all it names), gzip-compressed, and fails over the limit.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 300 * 1000
const dist = new URL('../dist/', import.meta.url)
const page = readFileSync(new URL('index.html', dist), 'utf8')
const named = [...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1])
let total = gzipSync(page).length
for (const name of named) total += gzipSync(readFileSync(new URL(name, dist))).length
console.log(`first load: ${(total / 1000).toFixed(1)} kB gzip of ${limit / 1000} kB allowed`)
if (/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/.test(page)) {
  console.error('index.html holds inline script or style, which the Content-Security-Policy refuses')
  process.exit(1)
}
if (total > limit) process.exit(1)
