// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const here = new URL('./', import.meta.url)
const sources = new URL('../', import.meta.url)

// Classes of a style sheet, without its comments.
function classesIn(css: string): string[] {
  const rules = css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g)
  return [...rules].flatMap(([, selector]) =>
    [...(selector ?? '').matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name ?? ''),
  )
}

// The words of all texts in the sources, and the beginnings of those that are put together, as in `badge-${step}`.
function namedIn(source: string): { words: Set<string>; beginnings: Set<string> } {
  const texts = [...source.matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`/g)].map((found) => found.slice(1).join(' '))
  return {
    words: new Set(texts.flatMap((text) => text.match(/[\w-]+/g) ?? [])),
    beginnings: new Set(texts.flatMap((text) => [...text.matchAll(/([\w-]+-)\$\{/g)].map(([, name]) => name ?? ''))),
  }
}

describe('the style sheets', () => {
  it('have no class that nothing on the screens has', () => {
    const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    const source = files
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|openapi\.d\.ts$/.test(file))
      .map((file) => readFileSync(new URL(file, sources), 'utf8'))
      .join('\n')
    const { words, beginnings } = namedIn(source)
    const isNamed = (name: string) =>
      words.has(name) || name.startsWith('maplibregl-') || [...beginnings].some((one) => name.startsWith(one))
    const unused = readdirSync(here)
      .filter((file) => file.endsWith('.css'))
      .flatMap((file) => classesIn(readFileSync(new URL(file, here), 'utf8')).map((name) => `${file} .${name}`))
      .filter((entry) => !isNamed(entry.split(' .')[1] ?? ''))
    expect([...new Set(unused)]).toEqual([])
  })
})
