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

export function chooseTheme(theme: Theme): void {
  applyTheme(theme)
  try {
    localStorage.setItem(key, theme)
  } catch {
    // The choice then lasts for this page only.
  }
}
