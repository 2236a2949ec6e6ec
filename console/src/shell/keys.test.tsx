import { cleanup, render } from '@testing-library/react'
import { useLayoutEffect } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { useWindowKeys } from './keys.ts'

const heard: string[] = []

function Listens({ view }: { view: string }) {
  useWindowKeys((event) => heard.push(`${event.key} in ${view}`))
  return null
}

// Presses a key as soon as what it holds stands in the page, before anything is painted.
function PressedAtOnce({ view }: { view: string }) {
  useLayoutEffect(() => {
    dispatchEvent(new KeyboardEvent('keydown', { key: 'v' }))
  }, [view])
  return <Listens view={view} />
}

describe('the keys of the window', () => {
  afterEach(() => {
    cleanup()
    heard.length = 0
  })

  it('are heard at once, by what is shown now', () => {
    const { rerender, unmount } = render(<PressedAtOnce view="rows" />)
    rerender(<PressedAtOnce view="map" />)
    expect(heard).toEqual(['v in rows', 'v in map'])
    unmount()
    dispatchEvent(new KeyboardEvent('keydown', { key: 'v' }))
    expect(heard).toHaveLength(2)
  })
})
