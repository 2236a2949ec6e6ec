// Finding one of many choices by typing: every word typed must begin a word of the code or of its text. Pure.
import type { Choice } from './form.ts'

const wordsIn = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)

// Those that fit, in their own order; all of them while nothing is typed. One whose code is typed comes first.
export function fitting(options: readonly Choice[], typed: string): Choice[] {
  const words = wordsIn(typed)
  const fits = options.filter((one) => {
    const own = wordsIn(`${one.code} ${one.text}`)
    return words.every((word) => own.some((each) => each.startsWith(word)))
  })
  const named = (one: Choice) => one.code.toLowerCase() === typed.trim().toLowerCase()
  return fits.toSorted((a, b) => Number(named(b)) - Number(named(a)))
}

// What the typed words mean as they stand: the code of the one that they name in full, else the words themselves.
export function meant(options: readonly Choice[], typed: string): string {
  const plainly = typed.trim().toLowerCase()
  const found = options.find((one) => one.code.toLowerCase() === plainly || one.text.toLowerCase() === plainly)
  return found?.code ?? typed.trim()
}
