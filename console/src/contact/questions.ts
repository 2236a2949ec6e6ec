// The questions a handler sees: the policy decides which and in what order, but the one under the hand never moves,
// so that a key pressed as an answer arrives is never taken for another question.
import type { Facts, FactValue, NextQuestion } from '../api/types.ts'

export interface Shown {
  questions: NextQuestion[]
  // The question that keys answer; null when there is none.
  active: string | null
}

export const nothingShown: Shown = { questions: [], active: null }

// `held` is true while the handler is in the questions: then the active one stays first whatever the policy says now.
export function withNext(
  shown: Shown,
  next: readonly NextQuestion[],
  facts: Facts,
  notKnown: readonly string[],
  held: boolean,
): Shown {
  const open = next.filter((question) => !(question.fact in facts) && !notKnown.includes(question.fact))
  const active = shown.questions.find((question) => question.fact === shown.active)
  if (!held || !active || active.fact in facts || notKnown.includes(active.fact)) {
    return { questions: open, active: open[0]?.fact ?? null }
  }
  const newer = open.find((question) => question.fact === active.fact) ?? active
  return { questions: [newer, ...open.filter((question) => question.fact !== active.fact)], active: active.fact }
}

// After an answer the next in the list as it stands becomes active; what the policy says next joins behind it.
export function afterAnswer(shown: Shown, fact: string): Shown {
  const at = shown.questions.findIndex((question) => question.fact === fact)
  if (at < 0) return shown
  const questions = shown.questions.filter((question) => question.fact !== fact)
  const active = shown.active === fact ? ((questions[at] ?? questions[0])?.fact ?? null) : shown.active
  return { questions, active }
}

export function moveActive(shown: Shown, by: 1 | -1): Shown {
  if (shown.questions.length === 0) return shown
  const at = shown.questions.findIndex((question) => question.fact === shown.active)
  const to = Math.min(shown.questions.length - 1, Math.max(0, at + by))
  return { ...shown, active: shown.questions[to]?.fact ?? null }
}

export interface Choice {
  key: string
  label: string
  value: FactValue
}

const optionKeys = '1234567890abcdefghijklm'

// The keys that answer a question, with the policy's own words for its options where it has any. Whole numbers are
// typed, so they have none.
export function choicesOf(
  question: { type: string; options: readonly string[] },
  labels: Readonly<Record<string, string>> = {},
): Choice[] {
  if (question.type === 'integer') return []
  if (question.type === 'boolean') {
    return [
      { key: 'y', label: 'Yes', value: true },
      { key: 'n', label: 'No', value: false },
    ]
  }
  return question.options.slice(0, optionKeys.length).map((option, index) => ({
    key: optionKeys.charAt(index),
    label: labels[option] ?? option.replaceAll('_', ' '),
    value: option,
  }))
}

// A list grows and shrinks by its members; the empty list is an answer too: asked, and none.
export function toggled(held: FactValue | undefined, member: string): string[] {
  const list = Array.isArray(held) ? held : []
  return list.includes(member) ? list.filter((one) => one !== member) : [...list, member]
}
