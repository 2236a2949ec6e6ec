// Where the words of a narrative stand that the policy has a question for. Pure. The server counts in Unicode code
// points, the browser in UTF-16 units; and the narrative may have grown since it was assessed.
import type { Assessment } from '../api/types.ts'

export type Cue = NonNullable<Assessment['cues']>[number]

export interface Segment {
  text: string
  // The cue whose words these are; null for the words between.
  cue: Cue | null
}

// The place in UTF-16 units of each code point's beginning, and of the end.
function unitsOf(text: string): number[] {
  const places = [0]
  let at = 0
  for (const point of text) {
    at += point.length
    places.push(at)
  }
  return places
}

// The narrative cut into marked and unmarked parts. Words that have changed since `assessed` are not marked: a mark must
// never stand on other words than those that were understood.
export function segmentsOf(narrative: string, assessed: string, cues: readonly Cue[]): Segment[] {
  const units = unitsOf(assessed)
  const ranges = cues
    .flatMap((cue) => cue.ranges.map((range) => ({ cue, from: units[range.from] ?? 0, to: units[range.to] ?? 0 })))
    .filter(({ from, to }) => to > from && narrative.slice(0, to) === assessed.slice(0, to))
    .sort((a, b) => a.from - b.from || b.to - a.to)
  const segments: Segment[] = []
  let at = 0
  for (const { cue, from, to } of ranges) {
    if (from < at) continue
    if (from > at) segments.push({ text: narrative.slice(at, from), cue: null })
    segments.push({ text: narrative.slice(from, to), cue })
    at = to
  }
  if (at < narrative.length) segments.push({ text: narrative.slice(at), cue: null })
  return segments
}

export interface CueWords {
  cue: Cue
  // The caller's own words, each once.
  words: string[]
}

// One entry a cue, with the words that gave it, those still to be asked first.
export function cueWords(assessed: string, cues: readonly Cue[]): CueWords[] {
  const units = unitsOf(assessed)
  const found = cues.map((cue) => ({
    cue,
    words: [...new Set(cue.ranges.map(({ from, to }) => assessed.slice(units[from] ?? 0, units[to] ?? 0)))],
  }))
  return [...found.filter(({ cue }) => !cue.answered), ...found.filter(({ cue }) => cue.answered)]
}
