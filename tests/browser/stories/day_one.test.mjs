import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { account, live, newPage, openBrowser, postContact, signIn, uniquePlace } from '../support/console.mjs'

const dialog = (page) => page.getByRole('dialog')

async function gone(page) {
  await dialog(page).waitFor({ state: 'detached' })
}

async function go(page, hash) {
  await page.evaluate((to) => (location.hash = to), hash)
}

async function openRecord(page, id) {
  await go(page, `#/incident/${id}`)
  await page.locator('[data-section="closing"]').waitFor()
}

// Types into a field that finds one of many, and takes the one that is marked.
async function find(page, label, words) {
  const field = dialog(page).getByRole('combobox', { name: label })
  await field.focus()
  await page.keyboard.type(words)
  const fitting = dialog(page).locator('[role="listbox"] [role="option"]')
  await fitting.first().waitFor()
  await page.keyboard.press('Enter')
  await fitting.first().waitFor({ state: 'detached' })
}

async function chooseFirst(page, label) {
  await dialog(page).getByLabel(label).first().selectOption({ index: 1 })
}

// The day after tomorrow, as a day of the diary.
const day = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10)

// Given an incident with a caller who has a number, and a supervisor who works on it.
describe('what is done from the first day, and what keeps coming back', () => {
  let browser
  let page
  let incident

  before(async () => {
    browser = await openBrowser()
    const handler = await newPage(browser)
    await signIn(handler, account('call_handler'))
    const place = uniquePlace('Day One Street')
    const answer = await postContact(handler, {
      channel: '101',
      narrative: `Youths throw stones behind the shops at ${place} on most evenings.`,
      caller: { name: 'Ann Caller', phone: '+447700900321' },
      facts: { asb: true, in_progress: false },
      location: { text: place, district: 'Salford' },
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    incident = answer.body.incident
    assert.ok(incident, 'it opened an incident')
    await handler.context().close()
    page = await newPage(browser)
    await signIn(page, account('supervisor'))
    await live(page)
    page.setDefaultTimeout(20_000)
    await openRecord(page, incident.id)
  })
  after(async () => {
    assert.deepEqual(page.faults, [])
    await browser.close()
  })

  it('states a need by key, and shows it at the top of the record', async () => {
    await page.keyboard.press('Shift+N')
    await dialog(page).waitFor()
    await dialog(page).getByLabel('Need', { exact: true }).selectOption('interpreter')
    await find(page, /^Language/, 'Poli')
    await assertAccessible(page, 'what somebody needs')
    await page.keyboard.press('Control+Enter')
    await gone(page)
    await page.locator('.record-needs').getByText('Interpreter: Polish', { exact: true }).first().waitFor()
  })

  it('texts the caller by key, and says how the text stands', async () => {
    await page.keyboard.press('Shift+T')
    await dialog(page).waitFor()
    assert.match(await dialog(page).getByLabel('To', { exact: true }).locator('option:checked').innerText(), /Ann Caller/)
    await dialog(page).getByLabel('What the caller is to know').fill('We have your report. Ring 999 when they are there.')
    await page.keyboard.press('Control+Enter')
    await gone(page)
    await page
      .locator('[data-section="said"]')
      .getByText(/Waits to be sent|Is being sent|Has not gone yet|Sent|Given up after/)
      .first()
      .waitFor()
  })

  it('codes it by typing words of the category, and refuses to send words that name none', async () => {
    await page.keyboard.press('c')
    await dialog(page).waitFor()
    const opening = dialog(page).getByRole('combobox', { name: /^Opening category/ })
    await opening.focus()
    await page.keyboard.type('no such thing')
    await page.keyboard.press('Control+Enter')
    await dialog(page).getByText('choose one of those listed').waitFor()
    await opening.fill('')
    await find(page, /^Opening category/, 'ASB-N')
    await dialog(page).getByRole('checkbox').first().check()
    await assertAccessible(page, 'the codes of an incident')
    await page.keyboard.press('Control+Enter')
    await gone(page)
    await page.locator('[data-section="closing"]').getByText(/ASB-N\)/).first().waitFor()
  })

  it('takes back what was entered just now, with the time that is left', async () => {
    await page.keyboard.press('f')
    await dialog(page).waitFor()
    const add = dialog(page).getByLabel('Fact', { exact: true })
    await add.focus()
    await add.selectOption('suspect_present')
    await dialog(page).locator('select[id$="_facts_suspect_present"]').selectOption({ label: 'Yes' })
    await page.keyboard.press('Control+Enter')
    await gone(page)
    const slips = page.getByRole('list', { name: 'Just entered by you' })
    await slips.getByText(/\d:\d\d left/).waitFor()
    await slips.getByRole('button', { name: /suspect present/ }).focus()
    await page.keyboard.press('Enter')
    await dialog(page).getByRole('checkbox', { name: /Suspect present: yes/, checked: true }).waitFor()
    await page.keyboard.press('Control+Enter')
    await gone(page)
    await slips.waitFor({ state: 'detached' })
  })

  it('opens a problem record by key and works on it by key alone', async () => {
    await page.keyboard.press('Shift+P')
    await dialog(page).waitFor()
    await chooseFirst(page, /^Kind/)
    await dialog(page).getByRole('combobox', { name: /^Who owns it/ }).focus()
    await page.keyboard.type('Neighbourhood team')
    await dialog(page)
      .getByLabel(/^What the problem is/)
      .fill('Youths gather behind the shops on most evenings and throw stones at windows.')
    await assertAccessible(page, 'a problem record from an incident')
    await page.keyboard.press('Control+Enter')
    await gone(page)
    const links = page.locator('[data-section="links"]')
    await links.getByText(/owned by Neighbourhood team/).waitFor()
    await links.getByRole('listitem').filter({ hasText: 'Neighbourhood team' }).getByRole('link').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^Problem: / }).waitFor()
    await page.keyboard.press('t')
    await dialog(page).waitFor()
    await dialog(page).getByLabel('What is done', { exact: true }).fill('Mend the gate and the light behind the shops.')
    await dialog(page).getByRole('combobox', { name: /^Who does it/ }).focus()
    await page.keyboard.type('Estates team')
    await dialog(page).getByLabel('By when').fill(`${day}T10:00`)
    await page.keyboard.press('Control+Enter')
    await gone(page)
    await page.getByText('Mend the gate and the light behind the shops.').waitFor()
    await assertAccessible(page, 'a problem record')
  })

  it('says why a problem record is not closed yet, and what to do first', async () => {
    page.expectedStatuses.add(409)
    await page.keyboard.press('e')
    await dialog(page).waitFor()
    await dialog(page).getByLabel(/contacts$/).fill('1')
    await dialog(page).getByLabel(/so many days$/).fill('28')
    await dialog(page).getByLabel(/^What the assessment found/).fill('One call in four weeks, about something else.')
    await page.keyboard.press('Control+Enter')
    await dialog(page).getByRole('alert').getByText('Go on to the assessment first.').waitFor()
    await page.keyboard.press('Escape')
    await gone(page)
    await go(page, '#/supervisor/problems')
    await page.getByRole('table', { name: 'Problem records' }).getByText('Neighbourhood team').first().waitFor()
    await assertAccessible(page, 'problem records')
  })

  it('offers a slot in the diary, books it from the incident, and keeps its places', async () => {
    await page.keyboard.press('Alt+w')
    await page.getByRole('button', { name: 'Offer a slot' }).focus()
    await page.keyboard.press('Enter')
    await dialog(page).waitFor()
    await dialog(page).getByLabel('District').fill('Salford')
    await chooseFirst(page, 'For what')
    await dialog(page).getByLabel('Begins').fill(`${day}T10:00`)
    await dialog(page).getByLabel('Ends').fill(`${day}T11:00`)
    await dialog(page).getByLabel('How many appointments fit in').fill('1')
    await page.keyboard.press('Control+Enter')
    await gone(page)
    await page.getByRole('table', { name: 'Slots' }).getByText('1 of 1').first().waitFor()
    await assertAccessible(page, 'my work with the diary')

    await openRecord(page, incident.id)
    await page.keyboard.press('i')
    await dialog(page).waitFor()
    await dialog(page).getByLabel('Day').fill(day)
    await dialog(page).getByLabel('Slot').locator('option').nth(1).waitFor({ state: 'attached' })
    await chooseFirst(page, 'Slot')
    await page.keyboard.press('Control+Enter')
    await gone(page)
    await page.locator('[data-section="closing"]').getByRole('button', { name: 'Move it' }).waitFor()

    await go(page, '#/work')
    await page.getByLabel('District').fill('Salford')
    await page.getByLabel('Day').fill(day)
    const full = page.getByRole('row').filter({ hasText: '0 of 1' }).first()
    await full.getByRole('button', { name: /Change its places/ }).focus()
    await page.keyboard.press('Enter')
    await dialog(page).getByLabel('How many appointments fit in').fill('0')
    await page.keyboard.press('Control+Enter')
    await dialog(page).getByRole('alert').getByText('Move or cancel those appointments first.').waitFor()
    await page.keyboard.press('Escape')
    await gone(page)
  })

  it('lists the consoles of the server, and whose each is', async () => {
    await go(page, '#/supervisor/consoles')
    await page
      .getByRole('table', { name: 'Consoles' })
      .getByRole('rowheader', { name: new RegExp(account('supervisor').name) })
      .first()
      .waitFor()
    await assertAccessible(page, 'consoles')
  })
})
