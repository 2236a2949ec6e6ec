import { useEffect, useRef } from 'react'
import { LiveDemand } from './live_demand.tsx'
import '../styles/record.css'

// For a screen on the wall: the figures alone, large, with nobody's data on it.
export function Wallboard() {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <div className="wallboard">
      <h1 ref={title} tabIndex={-1}>
        Control room now
      </h1>
      <LiveDemand large />
    </div>
  )
}
