import { lazy, useState, type ComponentType } from 'react'

interface Fetched<Props> {
  Screen: ComponentType<Props>
  ahead: () => Promise<unknown>
  isThere: () => boolean
}

// A screen that is fetched when it is first wanted, or ahead. Once fetched it is drawn in the same moment as it is wanted,
// with nothing in between: a key pressed right after the one that opened it is meant for it.
export function fetched<Props extends object>(fetch: () => Promise<ComponentType<Props>>): Fetched<Props> {
  let held: ComponentType<Props> | null = null
  const ahead = async () => (held = await fetch())
  const Late = lazy(async () => ({ default: await ahead() }))
  function Screen(props: Props) {
    const [Known] = useState<ComponentType<Props>>(() => held ?? Late)
    return <Known {...props} />
  }
  return { Screen, ahead, isThere: () => held !== null }
}
