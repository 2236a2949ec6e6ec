import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { account, newPage, openBrowser, postContact, signIn } from '../support/console.mjs'

const banner = 'Training: nothing here reaches anyone'

async function begin(page, title) {
  await page.keyboard.press('Alt+t')
  await page.getByRole('heading', { level: 1, name: 'Training' }).waitFor()
  await page.getByRole('button', { name: `Begin ${title}` }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

// One exercise from its beginning to its result, in each set of colours.
for (const theme of ['light', 'dark', 'contrast']) {
  describe(`training in ${theme}`, () => {
    let browser
    let page

    before(async () => {
      browser = await openBrowser()
      page = await newPage(browser)
      page.setDefaultTimeout(20_000)
      await page.addInitScript((name) => localStorage.setItem('frontdoor.theme', name), theme)
      await signIn(page, account('call_handler'))
    })
    after(async () => {
      assert.deepEqual(page.faults, [])
      await browser.close()
    })

    it('is reached by key, says what it is and is striped', async () => {
      await page.keyboard.press('Alt+t')
      await page.getByRole('button', { name: 'Deal me one' }).waitFor()
      await page.getByText(banner).waitFor()
      const border = await page.locator('.training').evaluate((node) => getComputedStyle(node).borderImageSource)
      assert.match(border, /repeating-linear-gradient/)
      await page.getByRole('table', { name: 'Scenarios' }).waitFor()
      await assertAccessible(page, `training, ${theme}`)
    })

    it('plays lines, stands still when paused, and answers questions by key', async () => {
      await begin(page, 'Shouting outside a chemist')
      await page.getByText('You need to send somebody.').waitFor()
      await page.keyboard.press('p')
      await page.getByText('Paused: no time is counted').waitFor()
      await assertAccessible(page, `exercise, ${theme}`)
      await page.keyboard.press('F9')
      await page.locator('.question-active').waitFor()
      await page.keyboard.press('Space')
      await page.locator('.said', { hasText: 'Answer:' }).waitFor()
      await page.keyboard.press('1')
      await page.getByRole('region', { name: 'Facts given' }).waitFor()
    })

    it('wants a grade and a reason, and then says what it came to', async () => {
      await page.keyboard.press('Control+Enter')
      await page.getByText('Choose a grade, or that there is no incident.').waitFor()
      await page.keyboard.press('Alt+3')
      await page.getByLabel('Why, in your own words?').fill('He has not hurt anybody as far as I can hear.')
      await page.keyboard.press('Control+Enter')
      await page.getByText('Grade 3 is 2 steps too low: grade 1 was expected.').waitFor()
      await page.getByRole('heading', { level: 1, name: /not passed/ }).waitFor()
      await page.getByText(/^Not asked:/).first().waitFor()
      await page.getByText(banner).waitFor()
      await assertAccessible(page, `result, ${theme}`)
    })

    it('shows one’s progress, with the figures as a table', async () => {
      await page.getByRole('button', { name: 'To the list' }).click()
      await page.locator('.chart table').waitFor()
      await page.getByRole('table', { name: 'Your exercises' }).waitFor()
      await assertAccessible(page, `progress, ${theme}`)
      assert.equal(await page.getByRole('link', { name: 'Agreement and results' }).count(), 0)
    })
  })
}

describe('training and the control room', () => {
  it('an exercise opens no incident, and nothing of it is found', async () => {
    const browser = await openBrowser()
    const page = await newPage(browser)
    await signIn(page, account('call_handler'))
    const incidents = () =>
      page.evaluate(async () => (await (await fetch('/v1/incidents?limit=200')).json()).items.map((card) => card.number))
    const real = await postContact(page, { channel: '101', narrative: 'Nothing known yet.', location: { text: 'Bury' } })
    assert.equal(real.status, 201)
    const before = await incidents()
    await begin(page, 'Nobody speaks')
    await page.keyboard.press('Alt+1')
    await page.getByLabel('Why, in your own words?').fill('Somebody is there and can only cough.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Grade 1 is right.').waitFor()
    const now = await incidents()
    assert.deepEqual(now, before)
    assert.ok(now.every((number) => !number.startsWith('TRN-')))
    assert.deepEqual(page.faults, [])
    await browser.close()
  })

  it('a supervisor sees results and how far trainees agree, or that there are too few', async () => {
    const browser = await openBrowser()
    const page = await newPage(browser)
    await signIn(page, account('supervisor'))
    await page.keyboard.press('Alt+t')
    await page.getByRole('link', { name: 'Agreement and results' }).click()
    await page.getByText(/Too few: \d+ of at least 5 trainees/).first().waitFor()
    await page.getByRole('table', { name: 'Results' }).getByRole('link').first().click()
    await page.getByRole('heading', { level: 1, name: /of 100/ }).waitFor()
    await assertAccessible(page, 'a result of another')
    await page.getByRole('link', { name: 'Back to agreement and results' }).click()
    await page.getByRole('heading', { level: 1, name: 'Agreement and results' }).waitFor()
    await assertAccessible(page, 'agreement')
    assert.deepEqual(page.faults, [])
    await browser.close()
  })

  it('at 200 % zoom needs no sideways scrolling', async () => {
    const browser = await openBrowser()
    const page = await newPage(browser, { viewport: { width: 640, height: 450 } })
    await signIn(page, account('call_handler'))
    await begin(page, 'Two cars at the lights')
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `${over} px too wide`)
    await browser.close()
  })
})
