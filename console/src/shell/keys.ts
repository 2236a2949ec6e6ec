// Keyboard helpers. Single characters act only while nothing is being typed, and can be switched off (WCAG 2.1.4).
import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type)
}

export function isPlain(event: KeyboardEvent | React.KeyboardEvent): boolean {
  return !event.ctrlKey && !event.altKey && !event.metaKey
}

// Whether a dialog is open: keys of the page behind it must not act then.
export function dialogIsOpen(): boolean {
  return document.querySelector('dialog[open]') !== null
}

// Listens on the whole window for as long as the component is there. Both are in place before what they act on is painted:
// a key pressed at once is heard, and by the handler of what is shown.
export function useWindowKeys(handler: (event: KeyboardEvent) => void): void {
  const latest = useRef(handler)
  useLayoutEffect(() => {
    latest.current = handler
  })
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => latest.current(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

const storeKey = 'frontdoor.single_keys'
const listeners = new Set<() => void>()
let singleKeys: boolean | null = null

export function singleKeysOn(): boolean {
  if (singleKeys === null) {
    try {
      singleKeys = localStorage.getItem(storeKey) !== 'off'
    } catch {
      singleKeys = true
    }
  }
  return singleKeys
}

export function setSingleKeys(on: boolean): void {
  singleKeys = on
  try {
    localStorage.setItem(storeKey, on ? 'on' : 'off')
  } catch {
    // The choice then lasts for this page only.
  }
  for (const listener of listeners) listener()
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, singleKeysOn)
}
