// Rows or map, kept for this tab.
export type View = 'rows' | 'map'

const key = 'frontdoor.board_view'

export function heldView(): View {
  try {
    return sessionStorage.getItem(key) === 'map' ? 'map' : 'rows'
  } catch {
    return 'rows'
  }
}

export function keepView(view: View): void {
  try {
    sessionStorage.setItem(key, view)
  } catch {
    // The choice then lasts until the board is left.
  }
}
