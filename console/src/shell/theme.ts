import { useSyncExternalStore } from 'react'

// Light, dark or high contrast; "system" follows the workstation.
export const themes = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof themes)[number]

export const themeNames: Record<Theme, string> = {
  system: 'As this computer',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
}

const key = 'frontdoor.theme'

export function storedTheme(): Theme {
  try {
    const held = localStorage.getItem(key)
    return themes.find((theme) => theme === held) ?? 'system'
  } catch {
    return 'system'
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

// As the page is now, whoever set it.
export function shownTheme(): Theme {
  return themes.find((theme) => theme === document.documentElement.dataset.theme) ?? 'system'
}

function onChange(listener: () => void): () => void {
  const watch = new MutationObserver(listener)
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  // Chosen in another tab of the same person.
  const elsewhere = (event: StorageEvent) => {
    if (event.key === key) applyTheme(storedTheme())
  }
  addEventListener('storage', elsewhere)
  return () => {
    watch.disconnect()
    removeEventListener('storage', elsewhere)
  }
}

export function useTheme(): Theme {
  return useSyncExternalStore(onChange, shownTheme)
}

export function chooseTheme(theme: Theme): void {
  applyTheme(theme)
  try {
    localStorage.setItem(key, theme)
  } catch {
    // The choice then lasts for this page only.
  }
}
