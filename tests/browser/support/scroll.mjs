// Scrolls the board as a wheel does and reads from Chromium's own trace which frames were drawn, and when.

// One refresh of a screen with 60 a second, and what the trace's clock may be off.
const refresh = 1000 / 60
const allowance = 1

// Under which Chromium notes the frames it draws.
const frameCategories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame']

const round = (value) => Math.round(value * 1000) / 1000

// Of the frames that one process drew between two marks of the page.
export function figuresOf(trace) {
  const mark = (name) => trace.traceEvents.find((event) => event.name === name && /user_timing/.test(event.cat))
  const begin = mark('scroll_begin')
  const end = mark('scroll_end')
  if (!begin || !end) throw new Error('the trace does not hold the marks of the scrolling')
  const drawn = trace.traceEvents
    .filter(({ name, pid, ts }) => name === 'DrawFrame' && pid === begin.pid && ts >= begin.ts && ts <= end.ts)
    .map(({ ts }) => ts / 1000)
    .sort((one, other) => one - other)
  const between = drawn.slice(1).map((at, index) => at - drawn[index])
  if (between.length === 0) throw new Error('the trace holds no frames')
  const seconds = (drawn.at(-1) - drawn[0]) / 1000
  const share = (limit) => between.filter((ms) => ms > limit + allowance).length / between.length
  return {
    frames: drawn.length,
    seconds: round(seconds),
    frames_per_second: round(between.length / seconds),
    share_over_16_7_ms: round(share(refresh)),
    share_over_33_3_ms: round(share(2 * refresh)),
    longest_ms: round(Math.max(...between)),
  }
}

async function wheel(page, pixels, speed) {
  const session = await page.context().newCDPSession(page)
  const box = await page.locator('.grid-scroll').boundingBox()
  await session.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: -pixels,
    speed,
    gestureSourceType: 'mouse',
    preventFling: true,
  })
  await session.detach()
}

// Counts in each frame the rows that the page holds, and the frames in which rows do not cover all that is seen.
async function watched(page, act) {
  await page.evaluate(() => {
    const scroller = document.querySelector('.grid-scroll')
    const rows = scroller.firstElementChild
    const seen = { frames: 0, rows_max: 0, uncovered: 0, going: true }
    globalThis.scrollSeen = seen
    const look = () => {
      if (!seen.going) return
      seen.frames += 1
      seen.rows_max = Math.max(seen.rows_max, rows.childElementCount)
      const view = scroller.getBoundingClientRect()
      const tops = [...rows.children].map((row) => row.getBoundingClientRect())
      const covered = tops.some(({ top }) => top <= view.top + 1) && tops.some(({ bottom }) => bottom >= view.bottom - 1)
      if (!covered) seen.uncovered += 1
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  await act()
  return page.evaluate(() => {
    const { scrollSeen: seen } = globalThis
    seen.going = false
    return { watched_frames: seen.frames, rows_max: seen.rows_max, uncovered_frames: seen.uncovered }
  })
}

// Down by `pixels` under the trace, and the same way up under watch, so that watching does not slow what is traced.
export async function measureScroll(browser, page, pixels, speed = 6000) {
  await browser.startTracing(page, { categories: ['-*', 'blink.user_timing', ...frameCategories] })
  let trace
  try {
    await page.evaluate(() => performance.mark('scroll_begin'))
    await wheel(page, pixels, speed)
    await page.evaluate(() => performance.mark('scroll_end'))
  } finally {
    trace = JSON.parse(String(await browser.stopTracing()))
  }
  const seen = await watched(page, () => wheel(page, -pixels, speed))
  return { ...figuresOf(trace), ...seen }
}
