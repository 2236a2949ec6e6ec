import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { account, filterBoard, focusedId, lifeInDanger, live, newPage, openBrowser, postContact, row, signIn, uniquePlace } from '../support/console.mjs'

const contactAt = (place, facts = lifeInDanger) => ({
  channel: '999',
  narrative: `At ${place}, in the caller's words.`,
  facts,
  location: { text: place },
})

describe('the board', () => {
  let browser
  let page
  let handler

  before(async () => {
    browser = await openBrowser()
    handler = await newPage(browser)
    await signIn(handler, account('call_handler'))
    page = await newPage(browser)
    await signIn(page, account('dispatcher'))
    await live(page)
  })
  after(async () => {
    assert.deepEqual(page.faults, [])
    assert.deepEqual(handler.faults, [])
    await browser.close()
  })

  it('opens an incident with its words, facts, reasons and log, and closes it with Escape', async () => {
    const place = uniquePlace('Detail Street')
    assert.equal((await postContact(handler, contactAt(place))).status, 201)
    await filterBoard(page, place)
    await row(page, place).waitFor()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary')
    await panel.getByText('in the caller', { exact: false }).first().waitFor()
    await panel.getByText('Life threat').waitFor()
    await panel.getByText('Incident opened').waitFor()
    assert.ok((await panel.locator('.reasons li').count()) >= 1)
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    assert.equal(await focusedId(page), 'board_grid')
  })

  it('adds a note by key, which the log then holds', async () => {
    await page.keyboard.press('n')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('Caller rang back: he has gone towards the station.')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.equal(await focusedId(page), 'board_grid')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').getByText('gone towards the station').first().waitFor()
    await page.keyboard.press('Escape')
  })

  it('confirms the grade by key', async () => {
    await page.keyboard.press('g')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('c')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('.row-selected').getByText(/Grade 1.*confirmed/).waitFor({ state: 'attached' })
  })

  it('moves with j and k, and filters and clears with f and Escape', async () => {
    const place = uniquePlace('Several Street')
    for (const flat of ['flat a', 'flat b']) await postContact(handler, contactAt(`${place} ${flat}`))
    await page.keyboard.press('f')
    await page.keyboard.press('Escape')
    await filterBoard(page, place)
    await row(page, `${place} flat b`).waitFor()
    // The row acted on before is not in this filter; the first key goes to the top of what is.
    await page.keyboard.press('j')
    const first = await page.locator('.row-selected').getAttribute('data-number')
    await page.keyboard.press('j')
    const second = await page.locator('.row-selected').getAttribute('data-number')
    assert.notEqual(first, second)
    await page.keyboard.press('k')
    assert.equal(await page.locator('.row-selected').getAttribute('data-number'), first)
    await page.keyboard.press('f')
    await page.keyboard.press('Escape')
  })

  it('shows the keys on ? and takes single letters away when told to', async () => {
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keys' })
    await help.waitFor()
    await help.getByText('Single-letter keys on').click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    assert.equal(await page.getByRole('dialog').count(), 0)
    await page.keyboard.press('F1')
    await page.getByText('Single-letter keys on').click()
    await page.keyboard.press('Escape')
  })

  it('comes back by itself after a lost connection, says so meanwhile, and misses nothing', async () => {
    const other = await newPage(browser)
    other.offlineExpected = true
    let cut = () => undefined
    let refuse = false
    await other.routeWebSocket(/\/v1\/console$/, (socket) => {
      if (refuse) {
        socket.close({ code: 1012 })
        return
      }
      socket.connectToServer()
      cut = () => socket.close({ code: 1012 })
    })
    await signIn(other, account('dispatcher'))
    await live(other)
    const marker = await other.evaluate(() => (globalThis.notReloaded = true))
    refuse = true
    await cut()
    await other.getByTestId('banner').getByText(/Not live.*complete to [\d,]+ at \d\d:\d\d:\d\d/).waitFor()
    const place = uniquePlace('Missed Street')
    await postContact(handler, contactAt(place))
    refuse = false
    await live(other)
    await filterBoard(other, place)
    await row(other, place).waitFor()
    assert.equal(await other.getByTestId('banner').count(), 0)
    assert.equal(await other.evaluate(() => globalThis.notReloaded), marker)
    assert.deepEqual(other.faults, [])
  })
})
