import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { account, live, newPage, openBrowser, postContact, signIn, uniquePlace } from '../support/console.mjs'

// Opens a record by its address, as a link of another page does, and waits for it.
async function openRecord(page, id) {
  await page.evaluate((hash) => (location.hash = hash), `#/incident/${id}`)
  await page.locator('[data-section="closing"]').waitFor()
}

const dialog = (page) => page.getByRole('dialog')

async function gone(page) {
  await dialog(page).waitFor({ state: 'detached' })
}

// Chooses by its words in a list that has the focus, as a person types them.
async function choose(page, label, option) {
  const field = dialog(page).getByLabel(label, { exact: false }).first()
  await field.focus()
  const value = await field.locator('option', { hasText: option }).first().getAttribute('value')
  await field.selectOption(value)
}

// Given an urgent incident that a dispatcher and a supervisor work on.
describe('the whole record', () => {
  let browser
  let dispatcher
  let supervisor
  let incident

  before(async () => {
    browser = await openBrowser()
    const handler = await newPage(browser)
    await signIn(handler, account('call_handler'))
    const place = uniquePlace('Record Street')
    const answer = await postContact(handler, {
      channel: '999',
      narrative: `At ${place} a man with a knife shouts at her in the street.`,
      facts: { weapon: 'seen', suspect_present: true, in_progress: true },
      location: { text: place, district: 'Salford' },
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    incident = answer.body.incident
    await handler.context().close()
    dispatcher = await newPage(browser)
    await signIn(dispatcher, account('dispatcher'))
    await live(dispatcher)
    dispatcher.setDefaultTimeout(20_000)
    supervisor = await newPage(browser)
    await signIn(supervisor, account('supervisor'))
    await live(supervisor)
    supervisor.setDefaultTimeout(20_000)
  })
  after(async () => {
    assert.deepEqual(dispatcher.faults, [])
    assert.deepEqual(supervisor.faults, [])
    await browser.close()
  })

  it('opens from the board by key, and goes back there with Escape', async () => {
    await dispatcher.keyboard.press('/')
    await dispatcher.keyboard.type(incident.number)
    // Both at once, as typed by somebody who does not wait for the list: the second is for what the first leaves.
    await dispatcher.keyboard.press('Enter')
    await dispatcher.keyboard.press('Enter')
    const panel = dispatcher.getByRole('complementary')
    await panel.getByRole('heading', { name: incident.number }).waitFor()
    await panel.getByText('Incident opened').waitFor()
    await dispatcher.keyboard.press('i')
    await dispatcher.getByRole('heading', { level: 1, name: incident.number }).waitFor()
    await dispatcher.keyboard.press('Escape')
    await dispatcher.locator('#board_grid').waitFor()
    await openRecord(dispatcher, incident.id)
  })

  it('goes to a part of it with a digit', async () => {
    await dispatcher.keyboard.press('3')
    assert.equal(await dispatcher.evaluate(() => document.activeElement.id), 'section_facts')
    await dispatcher.keyboard.press('9')
    assert.equal(await dispatcher.evaluate(() => document.activeElement.id), 'section_crimes')
  })

  it('takes facts from another source and shows that they differ', async () => {
    for (const [value, source] of [['No', 'Caller'], ['Yes', 'Unit']]) {
      await dispatcher.keyboard.press('f')
      await dialog(dispatcher).waitFor()
      const add = dialog(dispatcher).getByLabel('Fact', { exact: true })
      await add.focus()
      await add.selectOption('in_progress')
      await dialog(dispatcher).locator('select[id$="_facts_in_progress"]').selectOption({ label: value })
      await choose(dispatcher, 'Who says so', source)
      await dispatcher.keyboard.press('Control+Enter')
      await gone(dispatcher)
    }
    const facts = dispatcher.locator('[data-section="facts"]')
    await facts.getByText('Sources differ.').waitFor()
    await dispatcher.locator('[data-section="assessments"] .differences').first().waitFor()
  })

  it('shows the log as it was known at a moment', async () => {
    await dispatcher.keyboard.press('2')
    await dispatcher.getByLabel('As known at').focus()
    await dispatcher.keyboard.press('Home')
    await dispatcher.getByTestId('known-then').getByText(/As known then/).waitFor()
    const entries = await dispatcher.locator('[data-section="log"] .timeline li').count()
    await dispatcher.keyboard.press('End')
    await dispatcher.getByTestId('known-then').waitFor({ state: 'detached' })
    assert.ok((await dispatcher.locator('[data-section="log"] .timeline li').count()) > entries)
    await dispatcher.getByRole('heading', { level: 1 }).focus()
  })

  it('says beside each field what is missing, and does not send it', async () => {
    await dispatcher.keyboard.press('d')
    await dialog(dispatcher).waitFor()
    await dispatcher.keyboard.press('Control+Enter')
    await dialog(dispatcher).getByText('Why, in your own words is missing.', { exact: true }).waitFor()
    assert.ok((await dialog(dispatcher).locator('[aria-invalid="true"]').count()) > 10)
    await assertAccessible(dispatcher, 'lower the grade, with faults')
    await dispatcher.keyboard.press('Escape')
    await gone(dispatcher)
  })

  it('shows what stands open before closing, and the server’s refusal with what ends each', async () => {
    dispatcher.expectedStatuses.add(409)
    await dispatcher.keyboard.press('e')
    await dialog(dispatcher).getByRole('heading', { name: 'What stands open' }).waitFor()
    assert.ok((await dialog(dispatcher).locator('.stands-open li').count()) >= 1)
    await choose(dispatcher, 'How it ended', 'Attended and dealt with')
    await dialog(dispatcher).getByLabel('Why, in your own words').focus()
    await dispatcher.keyboard.type('Officers spoke to her at the house and nobody was inside any more.')
    await dispatcher.keyboard.press('Control+Enter')
    await dialog(dispatcher).getByRole('alert').getByText('Something still stands open').waitFor()
    assert.ok((await dialog(dispatcher).getByRole('alert').getByRole('button').count()) >= 1)
    await assertAccessible(dispatcher, 'closing refused')
    await dispatcher.keyboard.press('Escape')
    await gone(dispatcher)
  })

  it('records a unit, a hand-off and a note by key alone', async () => {
    await dispatcher.keyboard.press('u')
    await dialog(dispatcher).waitFor()
    await dispatcher.keyboard.type('BT21')
    await choose(dispatcher, 'What it does now', 'Accepts')
    await dispatcher.keyboard.press('Control+Enter')
    await gone(dispatcher)
    await dispatcher.locator('[data-section="dispatch"]').getByText('BT21', { exact: true }).first().waitFor()
    await dispatcher.keyboard.press('h')
    await dialog(dispatcher).waitFor()
    await choose(dispatcher, 'Agency', 'Ambulance')
    await dialog(dispatcher).getByLabel('What it is asked to do').focus()
    await dispatcher.keyboard.type('Somebody is hurt at the door; police are on the way.')
    await dispatcher.keyboard.press('Control+Enter')
    await gone(dispatcher)
    await dispatcher.locator('[data-section="partners"]').getByText('Ambulance service').first().waitFor()
    await dispatcher.keyboard.press('n')
    await dialog(dispatcher).waitFor()
    await dispatcher.keyboard.type('She has rung her sister.')
    await dispatcher.keyboard.press('Control+Enter')
    await gone(dispatcher)
    await dispatcher.locator('[data-section="said"]').getByText('She has rung her sister.').waitFor()
  })

  it('asks for a lower grade, which the supervisor refuses in My work', async () => {
    await dispatcher.keyboard.press('d')
    await dialog(dispatcher).waitFor()
    const grade = dialog(dispatcher).getByLabel(/^Grade in place of/)
    await grade.selectOption({ index: 1 })
    await choose(dispatcher, 'What about the risk has changed', 'A unit at the scene')
    await dialog(dispatcher).getByLabel('Why, in your own words').first().fill('The unit has seen him leave by train and she is with a friend.')
    for (const heading of ['Threat', 'Harm', 'Risk', 'Investigation', 'Vulnerability', 'Engagement']) {
      await dialog(dispatcher).getByLabel(`${heading}: how much`).selectOption('low')
      await dialog(dispatcher).getByLabel(`${heading}: why, in your own words`).fill(`Seen by the unit at the door, as ${heading.toLowerCase()} stands now.`)
    }
    await dispatcher.keyboard.press('Control+Enter')
    await gone(dispatcher)
    await dispatcher.locator('[data-section="tasks"]').getByText('Approve or refuse').or(dispatcher.locator('[data-section="tasks"]').getByText('Waiting')).first().waitFor()

    await supervisor.keyboard.press('Alt+w')
    const owed = supervisor.getByRole('row').filter({ hasText: incident.number }).filter({ hasText: 'Approve or refuse' })
    await owed.waitFor()
    await owed.focus()
    await supervisor.keyboard.press('y')
    await dialog(supervisor).getByText('The unit has seen him leave').waitFor()
    await choose(supervisor, 'Decision', 'Refuse it')
    await dialog(supervisor).getByLabel('Why, in your own words').fill('The children are still in the house with nobody else there.')
    await assertAccessible(supervisor, 'approve or refuse')
    await supervisor.keyboard.press('Control+Enter')
    await gone(supervisor)
    await owed.waitFor({ state: 'detached' })
  })

  it('completes a task by key in My work', async () => {
    await supervisor.getByLabel('Whose').selectOption('all')
    const first = supervisor.locator('tr[tabindex="0"]').filter({ hasText: 'Complete' }).first()
    if ((await first.count()) > 0) {
      await first.focus()
      await supervisor.keyboard.press('c')
      await dialog(supervisor).waitFor()
      await assertAccessible(supervisor, 'complete a task')
      await supervisor.keyboard.press('Escape')
      await gone(supervisor)
    }
  })
})
