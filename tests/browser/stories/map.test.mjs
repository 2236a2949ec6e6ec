import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { account, filterBoard, focusedId, lifeInDanger, live, newPage, openBrowser, postContact, signIn, uniquePlace } from '../support/console.mjs'

const list = (page) => page.locator('#map_list')
const held = (page) => list(page).locator('[aria-selected="true"]')

// Given one incident with coordinates, one somewhere near a mast, and one of which only the district is known.
async function threeIncidents(handler, street) {
  const takes = [
    { facts: lifeInDanger, location: { text: `1 ${street}`, lat: 53.541, lon: -2.085, district: 'Oldham' } },
    { facts: lifeInDanger, location: { text: `2 ${street}`, lat: 53.59, lon: -2.27, radius_m: 800, district: 'Bury' } },
    { facts: lifeInDanger, location: { text: `3 ${street}`, district: 'Wigan' } },
  ]
  for (const take of takes) {
    const answer = await postContact(handler, { channel: '999', narrative: 'Help.', ...take })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
  }
}

async function dispatcherAt(browser, street, theme, options = {}) {
  const page = await newPage(browser, options)
  if (theme) await page.addInitScript((name) => localStorage.setItem('frontdoor.theme', name), theme)
  await signIn(page, account('dispatcher'))
  await live(page)
  await filterBoard(page, street)
  return page
}

describe('the map of the board', () => {
  const street = uniquePlace('Mapped Street')
  let browser
  let handler

  before(async () => {
    browser = await openBrowser()
    handler = await newPage(browser)
    await signIn(handler, account('call_handler'))
    await threeIncidents(handler, street)
  })
  after(async () => {
    assert.deepEqual(handler.faults, [])
    await browser.close()
  })

  for (const theme of ['light', 'dark', 'contrast']) {
    it(`opens by key, is read and walked with the keyboard alone, and goes again, in ${theme}`, async () => {
      const page = await dispatcherAt(browser, street, theme, theme === 'dark' ? { reducedMotion: 'reduce' } : {})
      await page.keyboard.press('v')
      await list(page).locator('[role="option"]').nth(2).waitFor()
      assert.equal(await focusedId(page), 'map_list')
      await page.locator('.map .mark-incidents').first().waitFor()
      await page.locator('.map').getByText('not survey data').waitFor()
      await assertAccessible(page, `map, ${theme}`)

      // Each says how far its place is to be believed; units come after the incidents.
      const said = await list(page).locator('[role="option"]').allInnerTexts()
      assert.match(said.find((text) => text.includes(`1 ${street}`)), /at the coordinates given/)
      assert.match(said.find((text) => text.includes(`2 ${street}`)), /somewhere within 800 m/)
      assert.match(said.find((text) => text.includes(`3 ${street}`)), /Wigan is all that is known/)
      assert.match(said[3], /shown at its station|seen /)
      await page.locator('.map').getByText('2 incidents at a place, 1 by district only').waitFor()

      await page.keyboard.press('Home')
      assert.equal(await held(page).getAttribute('aria-posinset'), '1')
      await page.locator('.map .mark-held').waitFor()
      await page.keyboard.press('ArrowDown')
      assert.equal(await held(page).getAttribute('aria-posinset'), '2')
      assert.equal(await list(page).getAttribute('aria-activedescendant'), await held(page).getAttribute('id'))
      await page.keyboard.press('Enter')
      await page.getByRole('complementary').getByText('Incident opened').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('complementary').waitFor({ state: 'detached' })
      assert.equal(await focusedId(page), 'map_list')

      await page.keyboard.press('v')
      await page.locator('#board_grid').waitFor()
      assert.equal(await focusedId(page), 'board_grid')
      // No request has left the server: newPage notes each that does.
      assert.deepEqual(page.faults, [])
      await page.context().close()
    })
  }

  it('does nothing to an incident while a unit is chosen', async () => {
    const page = await dispatcherAt(browser, street)
    await page.keyboard.press('v')
    await list(page).locator('[role="option"]').nth(3).waitFor()
    await page.keyboard.press('End')
    assert.match(await held(page).innerText(), /Unit/)
    await page.keyboard.press('g')
    await page.keyboard.press('n')
    assert.equal(await page.getByRole('dialog').count(), 0)
    await page.keyboard.press('Home')
    await page.keyboard.press('n')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })

  it('is in the list of keys', async () => {
    const page = await dispatcherAt(browser, street)
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Map with its list').waitFor()
    await page.context().close()
  })
})

describe('the map without WebGL', () => {
  it('is a plain drawing that says why, with the same markers and list', async () => {
    const street = uniquePlace('Plain Street')
    const browser = await openBrowser(['--disable-3d-apis'])
    const handler = await newPage(browser)
    await signIn(handler, account('call_handler'))
    await threeIncidents(handler, street)
    const page = await dispatcherAt(browser, street)
    await page.keyboard.press('v')
    await page.locator('.map[data-drawn="plain"]').waitFor()
    await page.getByText('This browser has no WebGL').waitFor()
    await page.locator('.map-plain polygon').nth(9).waitFor({ state: 'attached' })
    await page.locator('.map .mark-incidents').first().waitFor()
    await page.locator('.map .mark-district .mark-count').waitFor()
    await assertAccessible(page, 'plain map')
    await page.keyboard.press('End')
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').getByText('Incident opened').waitFor()
    assert.deepEqual(page.faults, [])
    await browser.close()
  })
})
