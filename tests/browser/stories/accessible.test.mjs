import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { account, lifeInDanger, live, newPage, openBrowser, postContact, signIn, uniquePlace } from '../support/console.mjs'

// Each screen and each layer over it, in each set of colours.
for (const theme of ['light', 'dark', 'contrast']) {
  describe(`accessibility in ${theme}`, () => {
    let browser
    let page

    before(async () => {
      browser = await openBrowser()
      page = await newPage(browser)
      await page.addInitScript((name) => localStorage.setItem('frontdoor.theme', name), theme)
    })
    after(() => browser.close())

    it('sign in, and its refusal', async () => {
      await page.goto('/')
      await page.getByLabel('Account name').waitFor()
      await assertAccessible(page, `sign in, ${theme}`)
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
      await assertAccessible(page, `sign in refused, ${theme}`)
    })

    it('take contact, its menu and what comes after sending', async () => {
      await signIn(page, account('call_handler'))
      await page.locator('.question').first().waitFor()
      await assertAccessible(page, `take contact, ${theme}`)
      await page.getByLabel('What is happening?').focus()
      await page.keyboard.type(`${uniquePlace('Open Street')}. My ex is at the door with a machete.`)
      await page.getByLabel('Words to ask about').waitFor()
      await page.getByLabel('Number').fill('07700 900123')
      await page.locator('[data-history]:not([aria-busy="true"])').waitFor()
      await page.getByLabel('Add a fact').focus()
      await page.keyboard.type('weapon')
      await page.getByRole('listbox', { name: 'Facts' }).waitFor()
      await assertAccessible(page, `fact search, ${theme}`)
      await page.keyboard.press('Escape')
      await page.keyboard.type('life imm')
      await page.keyboard.press('Enter')
      await page.locator('.proposed[data-grade="1"]').waitFor()
      await page.keyboard.press('F9')
      await assertAccessible(page, `questions, ${theme}`)
      await page.keyboard.press('F8')
      await page.getByRole('dialog').waitFor()
      await assertAccessible(page, `outcomes, ${theme}`)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+Enter')
      await page.locator('.result').waitFor()
      await assertAccessible(page, `result, ${theme}`)
    })

    it('board, incident and dialogs', async () => {
      await postContact(page, { channel: '101', narrative: 'Nothing known yet.', location: { text: 'Bury' } })
      await page.keyboard.press('F4')
      await live(page)
      await page.locator('.row-selected').waitFor()
      await assertAccessible(page, `board, ${theme}`)
      await page.keyboard.press('Enter')
      await page.getByRole('complementary').getByText('Incident opened').waitFor()
      await assertAccessible(page, `incident, ${theme}`)
      await page.keyboard.press('n')
      await page.getByRole('dialog').waitFor()
      await assertAccessible(page, `note, ${theme}`)
      await page.keyboard.press('Escape')
      await page.keyboard.press('g')
      await page.getByRole('dialog').waitFor()
      await assertAccessible(page, `grade, ${theme}`)
      await page.keyboard.press('Escape')
      await page.keyboard.press('/')
      await page.locator('#command').waitFor()
      await assertAccessible(page, `command line, ${theme}`)
      await page.keyboard.press('Escape')
      await page.keyboard.press('e')
      await page.getByRole('dialog').waitFor()
      await assertAccessible(page, `alarms, ${theme}`)
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
      await assertAccessible(page, `keys, ${theme}`)
      await page.keyboard.press('Escape')
      assert.deepEqual(page.faults, [])
    })
  })
}

describe('at 200 % zoom', () => {
  it('take contact needs no sideways scrolling', async () => {
    const browser = await openBrowser()
    const page = await newPage(browser, { viewport: { width: 640, height: 450 } })
    await signIn(page, account('call_handler'))
    await page.locator('.question').first().waitFor()
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `${over} px too wide`)
    await postContact(page, { channel: '999', narrative: 'Help.', facts: lifeInDanger })
    await browser.close()
  })
})
