import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { account, focusedId, live, newPage, openBrowser, settled, signIn, url } from '../support/console.mjs'

// A key for telephony, made as an administrator would.
async function telephony(browser) {
  const page = await newPage(browser)
  await signIn(page, account('admin'))
  const key = await page.evaluate(async () => {
    const session = await (await fetch('/v1/session')).json()
    const answer = await fetch('/v1/api-keys', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token },
      body: JSON.stringify({ label: 'telephony', permissions: ['call_events'] }),
    })
    return answer.json()
  })
  await page.context().close()
  const secret = Object.values(key).find((value) => typeof value === 'string' && value.startsWith('fdk_'))
  assert.ok(secret, `no key: ${JSON.stringify(key)}`)
  return async (body) => {
    const answer = await fetch(`${url}/v1/calls`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    })
    assert.equal(answer.status, 200, await answer.text())
  }
}

// Given a handler whose switch tells Frontdoor of calls.
describe('a call that this handler answers', () => {
  const line = `bt-${Date.now()}`
  const phone = `+44770090${Math.floor(Math.random() * 9000) + 1000}`
  const locations = [
    { source: 'subscriber', text: '12 Yarrow Road, Stockport' },
    { source: 'aml', lat: 53.4083, lon: -2.1494, radius_m: 15 },
  ]
  let browser
  let page
  let tell

  before(async () => {
    browser = await openBrowser()
    tell = await telephony(browser)
    page = await newPage(browser)
    await signIn(page, account('call_handler'))
    await page.keyboard.press('F4')
    await live(page)
  })
  after(async () => {
    await tell({ call: line, state: 'ended', channel: '999', phone })
    assert.deepEqual(page.faults, [])
    await browser.close()
  })

  it('opens Take contact by itself, with number and channel on it, and takes no focus', async () => {
    await tell({ call: line, state: 'ringing', channel: '999', phone, locations })
    await tell({ call: line, state: 'answered', channel: '999', phone, agent: account('call_handler').name })
    await page.getByLabel('What is happening?').waitFor()
    await page.getByLabel('The call').getByText('on the line').waitFor()
    assert.equal(await page.getByLabel('Number').inputValue(), phone)
    assert.equal(await focusedId(page), '')
  })

  it('has its place accepted with one key, and the next one with the same key', async () => {
    await page.keyboard.press('F2')
    assert.equal(await focusedId(page), 'narrative')
    await page.keyboard.press('F6')
    assert.match(await page.getByLabel('Where is it happening?').inputValue(), /^53\.40830, -2\.14940/)
    await page.keyboard.press('F6')
    assert.equal(await page.getByLabel('Where is it happening?').inputValue(), '12 Yarrow Road, Stockport')
    assert.equal(await focusedId(page), 'narrative')
  })

  it('is sent with its call, and asks on', async () => {
    await page.keyboard.type('He is breaking the door down, my ex.')
    await page.keyboard.press('Control+Enter')
    await page.locator('.result').waitFor()
    await settled(page)
    await page.getByLabel('Questions').waitFor()
  })
})
