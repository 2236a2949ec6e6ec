// Whether the screen that opens now was opened by a call and not by a key: then it takes no focus.
const freshMs = 1500
let at = Number.NEGATIVE_INFINITY

export function openingByCall(): void {
  at = performance.now()
}

export function openedByCall(): boolean {
  return performance.now() - at < freshMs
}
