import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { account, newPage, openBrowser, signIn } from '../support/console.mjs'

describe('signing in', () => {
  let browser
  let page
  before(async () => {
    browser = await openBrowser()
    page = await newPage(browser)
  })
  after(() => browser.close())

  it('says what is missing and takes the person there', async () => {
    await page.goto('/')
    await page.getByLabel('Account name').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Enter your account name').waitFor()
    await page.keyboard.type('somebody')
    await page.keyboard.press('Enter')
    await page.getByText('Enter your password').waitFor()
  })

  it('refuses a wrong password in the server’s words, with the request’s number', async () => {
    await page.keyboard.type('not the password')
    await page.keyboard.press('Enter')
    const alert = page.getByRole('alert')
    await alert.waitFor()
    assert.match(await alert.innerText(), /Request [\w-]{8,}/)
    assert.equal(await page.getByRole('button', { name: 'Sign out' }).count(), 0)
  })

  it('opens the screen of the person’s role, and keeps it through a reload', async () => {
    await signIn(page, account('call_handler'))
    await page.getByLabel('What is happening?').waitFor()
    await page.reload()
    await page.getByLabel('What is happening?').waitFor()
  })

  it('shows the board to a dispatcher', async () => {
    const other = await newPage(browser)
    await signIn(other, account('dispatcher'))
    await other.getByRole('grid', { name: 'Open incidents' }).waitFor()
    assert.deepEqual(other.faults, [])
  })

  it('ends the session on signing out', async () => {
    await page.getByRole('button', { name: 'Sign out' }).press('Enter')
    await page.getByText('You have signed out.').waitFor()
    await page.reload()
    await page.getByLabel('Account name').waitFor()
    assert.deepEqual(page.faults, [])
  })
})
