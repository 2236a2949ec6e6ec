import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { account, lifeInDanger, live, newPage, openBrowser, postContact, signIn, uniquePlace } from '../support/console.mjs'

const tabs = ['demand', 'escalations', 'roster', 'reviews', 'disputes', 'downgrades', 'returns', 'crimes', 'problems', 'consoles']

// Each page of the supervisor, my work and the record, in each set of colours.
for (const theme of ['light', 'dark', 'contrast']) {
  describe(`supervisor, work and record in ${theme}`, () => {
    let browser
    let page
    let incident

    before(async () => {
      browser = await openBrowser()
      page = await newPage(browser)
      page.setDefaultTimeout(20_000)
      await page.addInitScript((name) => localStorage.setItem('frontdoor.theme', name), theme)
      await signIn(page, account('supervisor'))
      await live(page)
      // Taken by somebody else: nobody reviews what they had a part in.
      const handler = await newPage(browser)
      await signIn(handler, account('call_handler'))
      const place = uniquePlace('Watched Street')
      const answer = await postContact(handler, { channel: '999', narrative: `At ${place}, help.`, facts: lifeInDanger, location: { text: place } })
      assert.equal(answer.status, 201)
      incident = answer.body.incident
      await handler.context().close()
    })
    after(async () => {
      assert.deepEqual(page.faults, [])
      await browser.close()
    })

    it('live demand has its figures, its charts and the tables beside them', async () => {
      await page.keyboard.press('F10')
      await page.getByText('Contacts, last 24 hours').waitFor()
      assert.equal(await page.locator('.chart table').count(), 2)
      await assertAccessible(page, `live demand, ${theme}`)
    })

    it('each part opens, with what it has or a word that it has nothing', async () => {
      for (const tab of tabs.slice(1)) {
        await page.evaluate((hash) => (location.hash = hash), `#/supervisor/${tab}`)
        await page.locator(`.tabs a[href="#/supervisor/${tab}"][aria-current="page"]`).waitFor()
        await page.getByText('Loading…').first().waitFor({ state: 'detached' })
        await assertAccessible(page, `supervisor ${tab}, ${theme}`)
      }
    })

    it('the audit page stands on one page, and its form opens by key', async () => {
      await page.evaluate((hash) => (location.hash = hash), `#/audit/${incident.id}`)
      await page.getByText('Whether they came back').waitFor()
      await page.getByRole('button', { name: /Score it/ }).waitFor()
      await assertAccessible(page, `audit page, ${theme}`)
      await page.keyboard.press('s')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Control+Enter')
      await page.getByRole('dialog').getByText('What the person is told is missing.').waitFor()
      await assertAccessible(page, `scoring, ${theme}`)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    })

    it('the wallboard shows figures and nobody’s data', async () => {
      await page.evaluate(() => (location.hash = '#/wallboard'))
      await page.getByRole('heading', { name: 'Control room now' }).waitFor()
      await page.getByText('Contacts, last 24 hours').waitFor()
      assert.doesNotMatch(await page.locator('main').innerText(), /Street/)
      await assertAccessible(page, `wallboard, ${theme}`)
    })

    it('my work and the record', async () => {
      await page.keyboard.press('Alt+w')
      await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
      await page.getByText(/owed,/).waitFor()
      await assertAccessible(page, `my work, ${theme}`)
      await page.evaluate((hash) => (location.hash = hash), `#/incident/${incident.id}`)
      await page.locator('[data-section="closing"]').waitFor()
      await page.locator('[data-section="closing"] summary').first().waitFor()
      await assertAccessible(page, `record, ${theme}`)
      await page.keyboard.press('e')
      await page.getByRole('dialog').waitFor()
      await assertAccessible(page, `closing, ${theme}`)
      await page.keyboard.press('Escape')
    })
  })
}

describe('at 200 % zoom', () => {
  it('the record, my work and live demand need no sideways scrolling', async () => {
    const browser = await openBrowser()
    const page = await newPage(browser, { viewport: { width: 640, height: 450 } })
    await signIn(page, account('supervisor'))
    await live(page)
    const answer = await postContact(page, { channel: '999', narrative: 'Help.', facts: lifeInDanger })
    for (const hash of [`#/incident/${answer.body.incident.id}`, '#/work', '#/supervisor/demand']) {
      await page.evaluate((to) => (location.hash = to), hash)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForFunction(() => document.querySelector('.screen-loading') === null)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(over <= 0, `${hash} is ${over} px too wide`)
    }
    await browser.close()
  })
})
