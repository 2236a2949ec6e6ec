// A short sound for what is new, never without words beside it and never more than one in a few seconds. It can be turned
// off; the board says the same in writing.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Card } from '../api/types.ts'
import { isMoreUrgent, type Scale } from '../common/grades.ts'
import type { Board } from '../live/board.ts'

const storeKey = 'frontdoor.sound'
const apartMs = 4000
const unseenMs = 250
const listeners = new Set<() => void>()
let on: boolean | null = null

export function soundOn(): boolean {
  if (on === null) {
    try {
      on = localStorage.getItem(storeKey) !== 'off'
    } catch {
      on = true
    }
  }
  return on
}

export function setSound(next: boolean): void {
  on = next
  try {
    localStorage.setItem(storeKey, next ? 'on' : 'off')
  } catch {
    // The choice then lasts for this page only.
  }
  for (const listener of listeners) listener()
}

export function useSoundOn(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, soundOn)
}

let audio: AudioContext | null = null
let lastAt = Number.NEGATIVE_INFINITY

// Two rising tones for the most urgent, one for the rest.
function play(tones: readonly number[]): void {
  if (!soundOn() || performance.now() - lastAt < apartMs || typeof AudioContext === 'undefined') return
  lastAt = performance.now()
  try {
    audio ??= new AudioContext()
    const context = audio
    tones.forEach((hertz, index) => {
      const tone = context.createOscillator()
      const volume = context.createGain()
      const begin = context.currentTime + index * 0.16
      tone.frequency.value = hertz
      volume.gain.setValueAtTime(0.12, begin)
      volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.15)
      tone.connect(volume).connect(context.destination)
      tone.start(begin)
      tone.stop(begin + 0.16)
    })
  } catch {
    // A workstation without sound has the words.
  }
}

// The first sound opens the workstation's device, which has taken a third of a second: what is new is painted before
// it. A window that is not seen paints nothing, and must be heard all the same.
export function afterPaint(act: () => void): void {
  let done = false
  const once = () => {
    if (done) return
    done = true
    act()
  }
  requestAnimationFrame(() => setTimeout(once, 0))
  setTimeout(once, unseenMs)
}

// Dispatches that are new to this board and wait for somebody. Pure.
export function newDispatches(board: Board, seen: ReadonlySet<string>): Card[] {
  return [...board.values()].filter(
    (card) => card.dispatch !== null && card.dispatch.state === 'pushed' && !seen.has(card.dispatch.id),
  )
}

export function newWords(cards: readonly Card[], scale: Scale): string {
  const first = cards.reduce((a, b) => (b.grade !== null && isMoreUrgent(scale, b.grade, a.grade) ? b : a))
  const more = cards.length > 1 ? ` and ${cards.length - 1} more` : ''
  return `New: grade ${first.grade ?? '?'}, ${first.district ?? 'no district'}, ${first.number}${more}`
}

// Says what has newly come to the board, with a sound beside it. What was there when the board opened is not new.
export function useNewDispatches(board: Board | undefined, live: boolean, scale: Scale): string {
  const seen = useRef<Set<string> | null>(null)
  const [words, setWords] = useState('')
  useEffect(() => {
    if (board === undefined || !live) return
    const fresh = seen.current === null ? [] : newDispatches(board, seen.current)
    seen.current ??= new Set()
    for (const { dispatch } of board.values()) if (dispatch !== null) seen.current.add(dispatch.id)
    if (fresh.length === 0) return
    const urgent = fresh.some((card) => card.grade === scale[0]?.grade)
    afterPaint(() => play(urgent ? [660, 990] : [660]))
    const timer = setTimeout(() => setWords(newWords(fresh, scale)), 0)
    return () => clearTimeout(timer)
  }, [board, live, scale])
  useEffect(() => {
    if (words === '') return
    const timer = setTimeout(() => setWords(''), 8000)
    return () => clearTimeout(timer)
  }, [words])
  return words
}
