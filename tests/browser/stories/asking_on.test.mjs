import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  account,
  filterBoard,
  focusedId,
  live,
  newPage,
  openBrowser,
  postContact,
  row,
  settled,
  signIn,
  uniquePlace,
} from '../support/console.mjs'

describe('while the caller is still on the line', () => {
  const place = uniquePlace('Asking Street')
  const phone = `0770090${Math.floor(Math.random() * 9000) + 1000}`
  let browser
  let handler
  let dispatcher

  const narrative = () => handler.getByLabel('What is happening?')

  before(async () => {
    browser = await openBrowser()
    dispatcher = await newPage(browser)
    await signIn(dispatcher, account('dispatcher'))
    await live(dispatcher)
    await filterBoard(dispatcher, place)
    handler = await newPage(browser)
    await signIn(handler, account('call_handler'))
    await narrative().waitFor()
  })
  after(async () => {
    assert.deepEqual(handler.faults, [])
    assert.deepEqual(dispatcher.faults, [])
    await browser.close()
  })

  it('the words that mean something are marked in the narrative, with their question', async () => {
    await narrative().focus()
    await handler.keyboard.type(`${place}. My ex is outside with a machete.`)
    await handler.locator('.narrative mark').filter({ hasText: 'machete' }).waitFor({ state: 'attached' })
    await handler.getByLabel('Words to ask about').getByText('machete', { exact: true }).waitFor()
    assert.equal(await focusedId(handler), 'narrative')
  })

  it('the number brings what is known, and says honestly when it is nothing', async () => {
    await handler.getByLabel('Number').focus()
    const typed = performance.now()
    await handler.keyboard.type(phone)
    await handler.locator('[data-history="none"]').waitFor()
    console.log(`# from the number to its history: ${Math.round(performance.now() - typed)} ms`)
    await handler.getByText('every source answered, nothing known').waitFor()
  })

  it('a source that is down is never "nothing known"', async () => {
    handler.expectedStatuses.add(503)
    await handler.route('**/v1/history?*', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/json',
        body: '{"title":"Busy","status":503,"code":"busy"}',
      }),
    )
    await handler.getByLabel('Number').fill('07700 900999')
    await handler.getByText('The history could not be asked. That is not “nothing known”.').waitFor()
    await handler.unroute('**/v1/history?*')
    await handler.getByLabel('Number').fill(phone)
    await handler.locator('[data-history="none"]').waitFor()
  })

  it('it goes out first, and the questions go on: each answer goes to the incident', async () => {
    await narrative().focus()
    await handler.keyboard.press('Control+Enter')
    await handler.locator('.result').waitFor()
    await row(dispatcher, place).waitFor()
    await settled(handler)
    await handler.keyboard.press('F9')
    assert.equal(await focusedId(handler), 'questions')
    await handler.locator('.question-active').waitFor()
    const answered = handler.waitForResponse('**/facts')
    await handler.keyboard.press('1')
    assert.equal((await answered).status(), 200)
    await handler.locator('.fact').first().waitFor()
  })

  it('a letter among the questions never grades and never leaves', async () => {
    const before = await handler.locator('.result h1').innerText()
    await handler.keyboard.press('z')
    await handler.keyboard.press('c')
    assert.equal(await handler.locator('.result h1').innerText(), before)
    assert.equal(await focusedId(handler), 'questions')
  })

  it('a mis-key is taken back with one key, within the time there is', async () => {
    const answered = handler.waitForResponse('**/facts/withdraw')
    await handler.keyboard.press('Backspace')
    assert.equal((await answered).status(), 200)
    await handler.locator('.fact').first().waitFor({ state: 'detached' })
    assert.equal(await handler.getByRole('alert').count(), 0)
  })

  it('a second contact about it is joined with one key before it is sent', async () => {
    await handler.getByRole('heading', { level: 1 }).focus()
    await settled(handler)
    await handler.keyboard.press('n')
    await narrative().waitFor()
    await handler.getByLabel('Number').fill(phone)
    await handler.getByText(/^2nd contact in 24 hours/).waitFor()
    await narrative().focus()
    await handler.keyboard.press('Alt+j')
    await handler.getByRole('button', { name: /^Send, joined to/ }).waitFor()
    await handler.keyboard.type('It is me again, he has gone.')
    await handler.keyboard.press('Control+Enter')
    await handler.getByRole('heading', { name: /^Joined to incident/ }).waitFor()
  })

  it('a duplicate is joined with one key after sending, and parted with the same', async () => {
    const street = uniquePlace('Twice Street')
    const contact = {
      channel: '999',
      narrative: `Crash at ${street}, two cars.`,
      location: { text: street, lat: 53.41, lon: -2.15, radius_m: 10 },
    }
    assert.equal((await postContact(handler, contact)).status, 201)
    await handler.getByRole('heading', { level: 1 }).focus()
    await settled(handler)
    await handler.keyboard.press('n')
    await handler.getByLabel('Where is it happening?').fill(street)
    await narrative().focus()
    await handler.keyboard.type(`Crash at ${street}, two cars.`)
    await handler.keyboard.press('Control+Enter')
    await handler.locator('.result .join-line').first().getByText('Join').waitFor()
    await settled(handler)
    await handler.keyboard.press('j')
    await handler.getByText('Part them again').waitFor()
    await handler.keyboard.press('j')
    await handler.locator('.result .join-line').first().getByText('Join').waitFor()
  })

  it('the pathways are said with why they are barred', async () => {
    await handler.getByRole('heading', { name: 'Pathway' }).waitFor()
    await handler.getByText(/not open, and why/).waitFor()
  })
})
