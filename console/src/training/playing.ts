// The exercise's own clock and what has been heard by it. Pure: now is always an argument.
import type { Facts, FactValue } from '../api/types.ts'
import { newDraft, withFact, withNotKnown, type Draft } from '../contact/draft.ts'
import type { Exercise } from './training_api.ts'

export interface Playing {
  // Seconds played before it last went on.
  base: number
  // When it went on, in milliseconds; null: it is paused.
  since: number | null
}

export function secondsAt(playing: Playing, now: number): number {
  if (playing.since === null) return playing.base
  return playing.base + Math.max(0, Math.floor((now - playing.since) / 1000))
}

export function goOn(playing: Playing, now: number): Playing {
  return playing.since === null ? { base: playing.base, since: now } : playing
}

export function pause(playing: Playing, now: number): Playing {
  return { base: secondsAt(playing, now), since: null }
}

export function clockWords(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

export interface Spoken {
  key: string
  at_s: number
  who: string
  text: string
}

const speakers: Record<string, string> = {
  caller: 'Caller',
  other: 'Somebody else',
  operator: 'Operator',
  sound: 'Heard',
  form: 'Form',
  chat: 'Chat',
}

export interface Asked {
  fact: string
  at_s: number
  words: string | null
}

// All that has been said by that second: the lines, and each question with its answer.
export function conversation(
  lines: Exercise['scenario']['lines'],
  asked: readonly Asked[],
  questionText: (fact: string) => string,
  seconds: number,
): Spoken[] {
  const spoken: Spoken[] = lines
    .filter((line) => line.after_s <= seconds)
    .map((line, index) => ({
      key: `line ${index}`,
      at_s: line.after_s,
      who: speakers[line.who] ?? line.who,
      text: line.text,
    }))
  for (const { fact, at_s, words } of asked) {
    spoken.push({ key: `asked ${fact}`, at_s, who: 'You', text: questionText(fact) })
    spoken.push({ key: `said ${fact}`, at_s, who: 'Answer', text: words ?? '' })
  }
  return spoken.toSorted((a, b) => a.at_s - b.at_s)
}

// What was heard, for the cues in it: the answers too, but not one's own questions.
export function narrativeOf(spoken: readonly Spoken[]): string {
  return spoken
    .filter((one) => one.who !== 'You')
    .map((one) => one.text)
    .join(' ')
}

// The facts as they stand on the server, as a draft of the questions' panel.
export function draftOf(exercise: Exercise): Draft {
  return exercise.facts.reduce<Draft>(
    (draft, { fact, value }) => (value === null ? withNotKnown(draft, fact) : withFact(draft, fact, value)),
    newDraft(() => exercise.id),
  )
}

// What is to be written down after a change: null is asked, and nobody can say; so is what was taken back.
export function changedFacts(before: Draft, after: Draft): Record<string, FactValue | null> {
  const valueIn = (facts: Facts, fact: string): FactValue | null => facts[fact] ?? null
  const changed: Record<string, FactValue | null> = {}
  for (const fact of new Set([...before.order, ...after.order])) {
    const is = valueIn(after.facts, fact)
    const newlyAsked = after.notKnown.includes(fact) && !before.notKnown.includes(fact)
    if (newlyAsked || JSON.stringify(is) !== JSON.stringify(valueIn(before.facts, fact))) changed[fact] = is
  }
  return changed
}
