import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { account, newPage, openBrowser, signIn } from '../support/console.mjs'

// Given an auditor, who has no console socket and takes no contacts.
describe('an auditor', () => {
  it('begins at the supervisor’s pages and sees the parts that are theirs', async () => {
    const browser = await openBrowser()
    const page = await newPage(browser)
    await signIn(page, account('auditor'))
    await page.getByRole('heading', { level: 1, name: 'Live demand' }).waitFor()
    await page.getByText('Contacts, last 24 hours').waitFor()
    assert.equal(await page.locator('.tabs a', { hasText: 'Problem records' }).count(), 0)
    await page.getByRole('link', { name: 'Consoles' }).click()
    await page.getByText(/consoles?, all up to date|behind\.|No console shows a board here/).waitFor()
    // The server's figures are for others.
    assert.equal(await page.getByText('Connected consoles').count(), 0)
    assert.equal(await page.getByRole('link', { name: /My work/ }).count(), 0)
    await page.getByRole('link', { name: 'Review queue' }).click()
    await page.getByLabel('Queue').waitFor()
    assert.deepEqual(page.faults, [])
    await browser.close()
  })
})
