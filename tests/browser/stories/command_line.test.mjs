import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { account, focusedId, lifeInDanger, live, newPage, openBrowser, postContact, row, signIn, uniquePlace } from '../support/console.mjs'

describe('the command line of the board', () => {
  const place = uniquePlace('Command Street')
  let browser
  let page
  let handler
  let first

  const line = async (words) => {
    await page.keyboard.press('/')
    await page.locator('#command').waitFor()
    await page.keyboard.type(words)
    await page.keyboard.press('Enter')
  }
  const contactAt = (flat, facts = lifeInDanger) => ({
    channel: '999',
    narrative: `At ${place} ${flat}.`,
    facts,
    location: { text: `${place} ${flat}` },
  })

  before(async () => {
    browser = await openBrowser()
    handler = await newPage(browser)
    await signIn(handler, account('call_handler'))
    page = await newPage(browser)
    await signIn(page, account('dispatcher'))
    await live(page)
    first = (await postContact(handler, contactAt('flat a'))).body.incident
  })
  after(async () => {
    assert.deepEqual(page.faults, [])
    await browser.close()
  })

  it('filters by any words, and gives the focus back to the rows', async () => {
    await line(place)
    await row(page, `${place} flat a`).waitFor()
    assert.equal(await page.locator('.row[data-number]').count(), 1)
    assert.equal(await focusedId(page), 'board_grid')
  })

  it('says before Enter what it would do, offers completions, and axe finds nothing', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('/')
    await page.keyboard.type('no')
    await page.getByRole('listbox', { name: 'Commands' }).getByText('note TEXT').waitFor()
    await assertAccessible(page, 'the command line')
    await page.keyboard.press('Tab')
    assert.equal(await page.locator('#command').inputValue(), 'none ')
    await page.keyboard.press('Escape')
    assert.equal(await focusedId(page), 'board_grid')
  })

  it('acknowledges', async () => {
    await line('ack')
    await row(page, `${place} flat a`).getByText(/Acknowledged/).waitFor()
  })

  it('assigns a unit and follows it to the scene, in one line under the board', async () => {
    await line('as k12')
    await page.getByText('K12 assigned', { exact: false }).first().waitFor()
    await line('acc K12')
    await row(page, `${place} flat a`).getByText('unit going').waitFor()
    await line('sc K12')
    await row(page, `${place} flat a`).getByText('unit there').waitFor()
    const chain = page.getByRole('list', { name: /^Chain of/ })
    await chain.getByText('K12 at scene').waitFor()
    assert.match(await chain.innerText(), /made[\s\S]*dispatcher acknowledged[\s\S]*K12 assigned/)
  })

  it('adds a note', async () => {
    await line('note He has gone towards the station.')
    await page.getByText('Note added', { exact: false }).waitFor()
  })

  it('confirms a grade', async () => {
    await line(`g ${first.grade}`)
    await row(page, `${place} flat a`).getByText(/confirmed/).first().waitFor({ state: 'attached' })
  })

  it('joins a duplicate by its number', async () => {
    const second = (await postContact(handler, contactAt('flat b'))).body.incident
    await row(page, `${place} flat b`).waitFor()
    await line(String(Number(second.number.split('-').at(-1))))
    await page.getByRole('complementary').waitFor()
    await page.keyboard.press('Escape')
    await line(`link ${Number(first.number.split('-').at(-1))}`)
    await row(page, `${place} flat b`).waitFor({ state: 'detached' })
  })

  it('shows the server’s refusal with the line still there', async () => {
    page.expectedStatuses.add(409)
    await page.route('**/units', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Not now', status: 409, code: 'conflict', request_id: 'request-0000007' }),
      }),
    )
    await page.keyboard.press('j')
    await line('sc K99')
    await page.getByRole('alert').getByText('request-0000007').waitFor()
    assert.equal(await page.locator('#command').inputValue(), 'sc K99')
    await page.keyboard.press('Escape')
    await page.unroute('**/units')
  })

  it('tells the first post when nobody can be sent, bundled by post and never as a pop-up', async () => {
    await postContact(handler, contactAt('flat c'))
    await row(page, `${place} flat c`).waitFor()
    const third = await row(page, `${place} flat c`).getAttribute('data-number')
    await line(String(Number(third.split('-').at(-1))))
    await page.getByRole('complementary').waitFor()
    await page.keyboard.press('Escape')
    await line('none no_unit_free')
    await page.getByRole('button', { name: /alarms? with/ }).waitFor()
    assert.equal(await page.getByRole('dialog').count(), 0)
    await page.keyboard.press('e')
    await page.getByRole('dialog').getByRole('option').first().waitFor()
    await assertAccessible(page, 'the alarms')
    await page.keyboard.press('Escape')
  })
})
