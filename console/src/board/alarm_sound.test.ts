import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { afterPaint } from './alarm_sound.ts'

describe('a sound', () => {
  let frames: FrameRequestCallback[] = []

  beforeEach(() => {
    frames = []
    vi.useFakeTimers()
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('waits for the frame that shows what it announces, and sounds once', () => {
    const sound = vi.fn()
    afterPaint(sound)
    vi.advanceTimersByTime(100)
    expect(sound).not.toHaveBeenCalled()
    frames.forEach((frame) => frame(0))
    expect(sound).not.toHaveBeenCalled()
    vi.advanceTimersByTime(0)
    expect(sound).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1000)
    expect(sound).toHaveBeenCalledTimes(1)
  })

  it('is heard where nothing is painted', () => {
    const sound = vi.fn()
    afterPaint(sound)
    vi.advanceTimersByTime(250)
    expect(sound).toHaveBeenCalledTimes(1)
  })
})
