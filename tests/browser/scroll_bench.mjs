// What `./dev bench scroll` measures: FRONTDOOR_URL and FRONTDOOR_ACCOUNTS as in support/console.mjs; arguments: how many
// incidents, how many rounds. One line of JSON on standard output: the round with the median frame rate.
import { account, live, newPage, openBrowser, signIn } from './support/console.mjs'
import { boardSize, postMany } from './support/many.mjs'
import { measureScroll } from './support/scroll.mjs'

const [count = 2000, rounds = 3] = process.argv.slice(2).map(Number)
const browser = await openBrowser()
const handler = await newPage(browser)
handler.setDefaultTimeout(600_000)
await signIn(handler, account('call_handler'))
await postMany(handler, count, 'Thousand Street')
await handler.context().close()
const page = await newPage(browser)
page.setDefaultTimeout(60_000)
await signIn(page, account('dispatcher'))
await live(page)
await page.waitForFunction(
  (wanted) => Number(document.querySelector('#board_grid')?.getAttribute('aria-rowcount') ?? 0) > wanted,
  count,
)
const pixels = await page.locator('.grid-scroll').evaluate((all) => Math.min(48_000, all.scrollHeight - all.clientHeight))
const measured = []
for (let round = 0; round < rounds; round++) {
  const figures = await measureScroll(browser, page, pixels)
  console.error(JSON.stringify(figures))
  measured.push(figures)
}
if (page.faults.length > 0) throw new Error(page.faults.join('\n'))
measured.sort((one, other) => one.frames_per_second - other.frames_per_second)
const median = measured[Math.floor(measured.length / 2)]
console.log(JSON.stringify({ incidents: await boardSize(page), rounds, ...median, rows_max: Math.max(...measured.map((one) => one.rows_max)) }))
await browser.close()
