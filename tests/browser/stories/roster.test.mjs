import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { account, ask, lifeInDanger, live, newPage, openBrowser, postContact, signIn, uniquePlace } from '../support/console.mjs'

const someone = (post) => `${post}${Math.floor(Math.random() * 90000) + 10000}`
const item = (page, words) => page.locator('.roster-item').filter({ hasText: words })
const held = (page) => page.locator('.roster-item[tabindex="0"]')
const said = (page, words) => page.getByRole('status').filter({ hasText: words }).waitFor()

async function atRoster(browser, options = {}, theme = null) {
  const page = await newPage(browser, options)
  if (theme !== null) await page.addInitScript((name) => localStorage.setItem('frontdoor.theme', name), theme)
  await signIn(page, account('supervisor'))
  await live(page)
  await page.evaluate(() => (location.hash = '#/supervisor/roster'))
  await page.getByRole('table', { name: 'Roster' }).waitFor()
  return page
}

// Puts that person on the post that is chosen, with the times that are proposed.
async function putOn(page, person) {
  await page.keyboard.press('p')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type(person)
  await page.keyboard.press('Control+Enter')
  await said(page, 'Planned.')
  await item(page, person).waitFor()
}

// Plans a duty that begins so many seconds from now and lasts an hour; what else is planned stays.
async function plan(page, afterS, duty) {
  const inSeconds = (seconds) => new Date(Date.now() + seconds * 1000).toISOString()
  const from = inSeconds(afterS)
  const answer = await ask(page, 'PUT', '/v1/roster', {
    from,
    to: inSeconds(afterS + 60),
    duties: [{ ...duty, from, to: inSeconds(afterS + 3600) }],
  })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

describe('the roster', () => {
  let browser

  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  for (const theme of ['light', 'dark', 'contrast']) {
    it(`is read and planned with the keyboard alone, in ${theme}`, async () => {
      const page = await atRoster(browser, {}, theme)
      await assertAccessible(page, `roster, ${theme}`)
      await held(page).focus()
      await page.keyboard.press('ArrowDown')
      const person = someone('sgt')
      await page.keyboard.press('p')
      await page.getByRole('dialog').waitFor()
      await assertAccessible(page, `putting somebody on, ${theme}`)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await putOn(page, person)

      // Whoever was put on is the one that the next key is about.
      assert.match(await held(page).innerText(), new RegExp(person))
      const standIn = someone('insp')
      await page.keyboard.press('i')
      await page.getByRole('dialog').getByText('Name a stand-in').first().waitFor()
      await page.keyboard.type(standIn)
      await page.keyboard.press('Control+Enter')
      await item(page, `On call: ${standIn}`).waitFor()
      await assertAccessible(page, `roster with a stand-in, ${theme}`)

      await page.keyboard.press('t')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Control+Enter')
      await said(page, 'Taken off.')
      await item(page, standIn).waitFor({ state: 'detached' })
      await page.keyboard.press('u')
      await said(page, 'Taken back')
      await item(page, standIn).waitFor()
      await page.reload()
      await item(page, standIn).waitFor()
      assert.deepEqual(page.faults, [])
      await page.context().close()
    })
  }

  it('says what is wrong beside its field, and what ends it', async () => {
    const page = await atRoster(browser)
    page.expectedStatuses.add(422)
    await page.keyboard.press('p')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('Ann Other')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog').getByText(/give the account or the collar number/i).waitFor()
    assert.equal(await page.getByRole('combobox', { name: 'Who' }).getAttribute('aria-invalid'), 'true')
    await assertAccessible(page, 'roster, refused')
    await page.keyboard.press('Escape')
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })

  it('is kept whole where two plan at once', async () => {
    const one = await atRoster(browser)
    const two = await atRoster(browser)
    const [first, second] = [someone('one'), someone('two')]
    await putOn(one, first)
    await putOn(two, second)
    await item(two, first).waitFor()
    await one.reload()
    await item(one, second).waitFor()
    assert.deepEqual([...one.faults, ...two.faults], [])
    await one.context().close()
    await two.context().close()
  })

  it('has its keys in the list of keys, and needs no sideways scrolling at 200 % zoom', async () => {
    const page = await atRoster(browser, { viewport: { width: 640, height: 450 } })
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `the roster is ${over} px too wide`)
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Name a stand-in on call').waitFor()
    await page.keyboard.press('Escape')
    await page.context().close()
  })

  it('hands over by itself what is open as a duty begins, and the incident opens from My work by key', async () => {
    const handler = await newPage(browser)
    await signIn(handler, account('call_handler'))
    const place = uniquePlace('Takeover Street')
    const taken = await postContact(handler, {
      channel: '999',
      narrative: `At ${place} a man is breaking the door down.`,
      facts: lifeInDanger,
      location: { text: place, district: 'Wigan' },
    })
    assert.equal(taken.status, 201, JSON.stringify(taken.body))
    const { incident } = taken.body
    await handler.context().close()

    const page = await newPage(browser)
    await signIn(page, account('supervisor'))
    await live(page)
    const duty = { post: 'district_inspector', area: 'Wigan', person: account('supervisor').name }
    await plan(page, 86_400, duty)
    await plan(page, 5, duty)
    await page.keyboard.press('Alt+w')
    await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
    const section = page.getByRole('region', { name: 'What you take over' })
    const link = section.getByRole('link', { name: incident.number })
    // It begins within seconds; the page asks again every fifteen.
    await link.waitFor({ timeout: 60_000 })
    await section.getByRole('heading', { name: /^District inspector.*, Wigan, until / }).first().waitFor()
    await section.getByText(/^Your next duty: District inspector.*, Wigan, from .*, \d\d:\d\d\.$/).waitFor()
    await assertAccessible(page, 'my work with what is taken over')
    await link.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: incident.number }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
    await section.waitFor()
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })
})
