import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef } from 'react'

interface Rows {
  scroller: React.RefObject<HTMLDivElement | null>
  // Those that are seen, and a few around them.
  rows: VirtualItem[]
  height: number
  // Whether the one chosen is among them.
  heldIsThere: boolean
}

// A list that has only the rows in the page that are seen. Rows are as high as `rem` says, and grow with the person's
// letter size.
export function useRows(keys: readonly string[], held: string | null, rem: number, around: number): Rows {
  const scroller = useRef<HTMLDivElement>(null)
  const at = held === null ? -1 : keys.indexOf(held)
  // The library's answers are made to be read in rendering; the compiler's caution does not apply.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rem * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16),
    overscan: around,
    getItemKey: useCallback((index: number) => keys[index] ?? index, [keys]),
  })

  // The one chosen is brought into view when the person moves to another, not when the list reorders by itself.
  const scrollTo = virtual.scrollToIndex
  const latest = useRef(at)
  useEffect(() => {
    latest.current = at
  })
  useEffect(() => {
    if (held !== null && latest.current >= 0) scrollTo(latest.current, { align: 'auto' })
  }, [held, scrollTo])

  const rows = virtual.getVirtualItems()
  return { scroller, rows, height: virtual.getTotalSize(), heldIsThere: rows.some((row) => row.index === at) }
}
