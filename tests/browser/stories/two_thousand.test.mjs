import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { account, live, newPage, openBrowser, signIn } from '../support/console.mjs'
import { boardSize, postMany } from '../support/many.mjs'
import { measureScroll } from '../support/scroll.mjs'

// The last story: the server is full after it. Its frame rate is printed and not judged, since it is the machine's, too;
// `./dev bench scroll` is where it is measured.
describe('a board with two thousand open incidents', () => {
  const count = 2000
  let browser
  let handler
  let page

  before(async () => {
    browser = await openBrowser()
    handler = await newPage(browser)
    handler.setDefaultTimeout(120_000)
    await signIn(handler, account('call_handler'))
    page = await newPage(browser)
    page.setDefaultTimeout(30_000)
    await signIn(page, account('dispatcher'))
    await live(page)
  })
  after(async () => {
    assert.deepEqual(page.faults, [])
    await browser.close()
  })

  it('receives them all live', async () => {
    const before = await boardSize(page)
    await postMany(handler, count, 'Thousand Street')
    await page.waitForFunction(
      (wanted) => Number(document.querySelector('#board_grid').getAttribute('aria-rowcount')) - 1 >= wanted,
      before + count,
    )
    await page.getByText(/ open/).first().waitFor()
  })

  it('holds only the rows that are seen, and those around them, while it scrolls', async () => {
    const figures = await measureScroll(browser, page, 12_000)
    console.log(`# scrolling: ${JSON.stringify(figures)}`)
    const seen = await page.evaluate(() => {
      const scroller = document.querySelector('.grid-scroll')
      return Math.ceil(scroller.clientHeight / scroller.firstElementChild.firstElementChild.offsetHeight)
    })
    assert.ok(figures.frames > 10, `${figures.frames} frames are no scrolling`)
    // Eight beyond each edge, and a row cut by each.
    assert.ok(figures.rows_max <= seen + 18, `${figures.rows_max} rows in the page, ${seen} can be seen`)
    assert.ok(figures.rows_max >= seen, `${figures.rows_max} rows in the page, ${seen} can be seen`)
  })

  it('goes to its last row by one key, and to its first', async () => {
    await page.locator('#board_grid').focus()
    const all = await boardSize(page)
    await page.keyboard.press('End')
    await page.locator(`.row-selected[aria-rowindex="${all + 1}"]`).waitFor()
    await page.keyboard.press('Home')
    await page.locator('.row-selected[aria-rowindex="2"]').waitFor()
  })

  it('shows them on the map with few markers, and all of them in its list', async () => {
    const all = await boardSize(page)
    await page.keyboard.press('v')
    await page.locator('#map_list [role="option"]').first().waitFor()
    await page.locator('.map .mark').first().waitFor()
    const size = await page.locator('#map_list [role="option"]').first().getAttribute('aria-setsize')
    assert.ok(Number(size) >= all, `${size} in the list of ${all}`)
    assert.ok((await page.locator('#map_list [role="option"]').count()) < 60)
    assert.ok((await page.locator('.map .mark').count()) < 300)
  })
})
