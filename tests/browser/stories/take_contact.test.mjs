import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { account, focusedId, newPage, openBrowser, settled, signIn, uniquePlace } from '../support/console.mjs'

describe('taking a contact', () => {
  let browser
  let page

  const narrative = () => page.getByLabel('What is happening?')
  const startAnew = async () => {
    await page.evaluate(() => sessionStorage.clear())
    await page.reload()
    await narrative().waitFor()
    await page.locator('.question').first().waitFor()
  }

  before(async () => {
    browser = await openBrowser()
    page = await newPage(browser)
    await signIn(page, account('call_handler'))
  })
  beforeEach(startAnew)
  after(async () => {
    assert.deepEqual(page.faults, [])
    await browser.close()
  })

  it('keeps the draft through a reload', async () => {
    await page.keyboard.press('1')
    await page.keyboard.press('Tab')
    await page.keyboard.type('07700900123')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Comfrey Close')
    await page.keyboard.press('Tab')
    await page.keyboard.type('The same four lads again')
    await page.getByLabel('Add a fact').focus()
    await page.keyboard.type('repeat victim yes')
    await page.keyboard.press('Enter')
    await page.reload()
    await narrative().waitFor()
    assert.equal(await narrative().inputValue(), 'The same four lads again')
    assert.equal(await page.getByLabel('Number').inputValue(), '07700900123')
    assert.equal(await page.getByLabel('Where is it happening?').inputValue(), 'Comfrey Close')
    assert.ok(await page.getByRole('radio', { name: '101' }).isChecked())
    await page.getByText('Repeat victim: yes').waitFor()
  })

  it('answers the questions key by key, and never moves the focus', async () => {
    await page.keyboard.press('F9')
    assert.equal(await focusedId(page), 'questions')
    const first = await page.locator('.question-active .question-text').innerText()
    await page.keyboard.press('u')
    await page.locator('.fact-unknown').waitFor()
    assert.notEqual(await page.locator('.question-active .question-text').innerText(), first)
    assert.equal(await focusedId(page), 'questions')
    // A mis-key is taken back, and the question is there again.
    await page.keyboard.press('Backspace')
    assert.equal(await page.locator('.fact').count(), 0)
    assert.equal(await page.locator('.question-active .question-text').innerText(), first)
  })

  it('does not move the focus out of the narrative when an assessment comes in', async () => {
    await page.getByLabel('Add a fact').focus()
    await page.keyboard.type('life imm')
    await page.keyboard.press('Enter')
    await narrative().focus()
    await page.locator('.proposed[data-grade="1"]').waitFor()
    assert.equal(await focusedId(page), 'narrative')
  })

  it('narrows nothing it does not know: with no fact a person chooses', async () => {
    await page.locator('.proposed[data-grade="none"]').waitFor()
    await page.locator('.proposal').getByText('You choose the grade').waitFor()
  })

  it('takes a grade chosen by the person', async () => {
    await narrative().focus()
    await page.keyboard.type(`${uniquePlace('Chosen Street')}. A person decides.`)
    await page.keyboard.press('Alt+2')
    await page.keyboard.press('Control+Enter')
    await page.locator('.result .badge-large .badge-code').getByText('2').waitFor()
    await page.locator('.result .grade-state-confirmed').waitFor()
  })

  it('is raised with one key after sending', async () => {
    await narrative().focus()
    await page.keyboard.type(`${uniquePlace('Raised Street')}. Something small.`)
    await page.keyboard.press('Alt+3')
    await page.keyboard.press('Control+Enter')
    await page.locator('.result').waitFor()
    await settled(page)
    await page.keyboard.press('1')
    await page.locator('.result .badge-large .badge-code').getByText('1').waitFor()
  })

  it('ends with no incident in two keys', async () => {
    await page.keyboard.press('F8')
    await page.keyboard.press('w')
    await page.getByRole('heading', { name: /no incident: Wrong number/ }).waitFor()
  })

  it('says what is wrong with a contact and keeps every word of it', async () => {
    page.expectedStatuses.add(422)
    await page.getByLabel('Number').focus()
    await page.keyboard.type('not a number')
    await narrative().focus()
    await page.keyboard.type('Words that must not be lost')
    await page.keyboard.press('Control+Enter')
    const alert = page.getByRole('alert')
    await alert.waitFor()
    assert.match(await alert.innerText(), /phone/)
    assert.match(await alert.innerText(), /Request [\w-]{8,}/)
    assert.equal(await narrative().inputValue(), 'Words that must not be lost')
  })

  it('asks for the narrative, in the field itself', async () => {
    await page.keyboard.press('Control+Enter')
    await page.getByText('Write what the caller said').waitFor()
    assert.equal(await focusedId(page), 'narrative')
  })

  it('is taken once, however often it is sent, when the answer is lost', async () => {
    page.offlineExpected = true
    const taken = []
    await page.route('**/v1/contacts', async (route) => {
      const answer = await route.fetch()
      taken.push((await answer.json()).contact.id)
      if (taken.length === 1) await route.abort('connectionreset')
      else await route.fulfill({ response: answer })
    })
    await narrative().focus()
    await page.keyboard.type(`${uniquePlace('Once Street')}. The line dropped.`)
    await page.keyboard.press('Control+Enter')
    await page.getByText('The server did not answer').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.locator('.result').waitFor()
    await page.unroute('**/v1/contacts')
    assert.equal(taken.length, 2)
    assert.equal(taken[0], taken[1])
  })
})
