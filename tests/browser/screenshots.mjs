// Makes the pictures of docs/images, so that they are never stale. Needs a fresh server with the manual clock, and
// FRONTDOOR_URL and FRONTDOOR_ACCOUNTS (support/console.mjs); `./dev pictures` starts one. Everything in them is made up:
// the demo's contacts, taken on an evening that is always the same. Arguments: only the pictures of these names.
import { mkdirSync, readFileSync } from 'node:fs'
import { account, ask, live, newPage, openBrowser, postContact, signIn } from './support/console.mjs'

const root = new URL('../../', import.meta.url)
const images = new URL('docs/images/', root)
mkdirSync(images, { recursive: true })

const begin = Date.parse('2030-03-01T20:26:00Z')
// Letters without coloured edges, which keep the files small and are the same on each machine.
const size = { width: 1280, height: 720 }
const browser = await openBrowser(['--disable-lcd-text', '--font-render-hinting=none'])
const wanted = process.argv.slice(2)

// The time of day in the pages is the server's manual one, and stands still; the Date header tells the machine's own.
async function openPage(role, theme) {
  const page = await newPage(browser, { viewport: size, reducedMotion: 'reduce', timezoneId: 'Europe/London' })
  page.setDefaultTimeout(30_000)
  await page.addInitScript((name) => {
    localStorage.setItem('frontdoor.theme', name)
    const told = Headers.prototype.get
    Headers.prototype.get = function get(header) {
      return header === 'Date' ? null : told.call(this, header)
    }
  }, theme)
  await page.clock.setFixedTime(await now())
  await signIn(page, account(role))
  return page
}

let keeper = null
async function now() {
  if (keeper === null) return begin
  const answer = await ask(keeper, 'GET', '/v1/test/clock')
  if (answer.status !== 200) throw new Error('The server has no manual clock: start it with server.clock=manual, or run ./dev pictures.')
  return Date.parse(answer.body.now)
}

async function advance(seconds) {
  const answer = await ask(keeper, 'POST', '/v1/test/clock', { advance: `PT${seconds}S` })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
}

const done = (answer) => {
  if (answer.status < 200 || answer.status > 299) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

// ---- the evening

keeper = await openPage('supervisor', 'light')
// To the second, and within it: what is shown is cut to seconds.
const away = Math.ceil((begin - (await now())) / 1000)
if (away < 0) throw new Error('The pictures are of an evening that has passed: this server is not fresh.')
await advance(away)
const handler = await openPage('call_handler', 'light')
const dispatcher = await openPage('dispatcher', 'light')
await live(dispatcher)
if ((await dispatcher.getByRole('grid').getAttribute('aria-rowcount')) !== '1')
  throw new Error('The board is not empty: the pictures need a fresh server.')

const units = [
  ['MC11', 2, 53.472, -2.238],
  ['SF21', 1, 53.489, -2.296],
  ['BT21', 2, 53.581, -2.44],
  ['BY31', 2, 53.595, -2.3],
  ['OL41', 2, 53.535, -2.1],
  ['TA51', 4, 53.486, -2.084],
  ['RC91', 2, 53.61, -2.168],
  ['TR71', 2, 53.45, -2.34],
]
const report = async () => {
  for (const [unit, state, lat, lon] of units)
    done(await ask(dispatcher, 'POST', `/v1/units/${unit}/status`, { state, position: { lat, lon } }))
}
await report()

// Each contact as the demo has it. Most dispatches are acknowledged and somebody is sent; the last ones still wait.
const contacts = JSON.parse(readFileSync(new URL('config/demo/contacts.json', root), 'utf8'))
const going = { Oldham: 'OL41', Bury: 'BY31', Rochdale: 'RC91' }
const incidents = []
for (const contact of contacts) {
  const { incident } = done(await postContact(handler, contact))
  await advance(9)
  if (incident) incidents.push(incident)
  if (incident?.dispatch && incidents.length < 7) {
    done(await ask(dispatcher, 'POST', `/v1/incidents/${incident.id}/acknowledgement`, { dispatch: incident.dispatch.id }))
    const unit = going[incident.district]
    if (unit) {
      done(await ask(dispatcher, 'POST', `/v1/incidents/${incident.id}/units`, { unit, state: 'assigned' }))
      await advance(20)
      done(await ask(dispatcher, 'POST', `/v1/incidents/${incident.id}/units`, { unit, state: 'en_route' }))
      delete going[incident.district]
    }
  }
  await advance(75)
}
await report()
const first = incidents[0]
done(await ask(handler, 'POST', `/v1/incidents/${first.id}/notes`, { text: 'She has gone upstairs to the children and locked the door.' }))
const end = await now()
for (const page of [keeper, handler, dispatcher]) await page.clock.setFixedTime(end)

// ---- the pictures

const goTo = (page, hash) => page.evaluate((to) => (location.hash = to), hash)
const themed = (page, theme) => page.evaluate((name) => (document.documentElement.dataset.theme = name), theme)

const pictures = {
  'take-contact': async () => {
    await handler.getByLabel('Number').fill('07700 900123')
    await handler.getByLabel('Where is it happening?').fill('12 Yarrow Road, Stockport')
    await handler
      .getByLabel('What is happening?')
      .fill('My ex came round this morning and stood shouting at the door, the children were upstairs. He has gone now.')
    await handler.getByLabel('Add a fact').focus()
    for (const fact of ['domestic yes', 'relationship ex', 'time event today']) {
      await handler.keyboard.type(fact)
      await handler.keyboard.press('Enter')
    }
    await handler.locator('.proposal .reasons li').first().waitFor()
    await handler.locator('[data-history]:not([aria-busy="true"])').waitFor()
    await handler.keyboard.press('F9')
    return handler
  },
  board: async () => {
    await dispatcher.locator('#board_grid').focus()
    await dispatcher.keyboard.press('Home')
    await dispatcher.keyboard.press('Enter')
    await dispatcher.getByRole('complementary').getByText('Incident opened').waitFor()
    await themed(dispatcher, 'dark')
    return dispatcher
  },
  'board-light': async () => {
    await dispatcher.keyboard.press('Escape')
    await dispatcher.getByRole('complementary').waitFor({ state: 'detached' })
    await themed(dispatcher, 'light')
    return dispatcher
  },
  map: async () => {
    await dispatcher.locator('#board_grid').focus()
    await dispatcher.keyboard.press('v')
    await dispatcher.locator('.map[data-drawn="webgl"] .mark-incidents').first().waitFor()
    await dispatcher.locator('#map_list').focus()
    await dispatcher.keyboard.press('Home')
    await dispatcher.locator('.mark-held').waitFor()
    return dispatcher
  },
  incident: async () => {
    await goTo(dispatcher, `#/incident/${first.id}`)
    await dispatcher.locator('[data-section="closing"]').waitFor()
    return dispatcher
  },
  'my-work': async () => {
    await dispatcher.keyboard.press('Alt+w')
    await dispatcher.getByText(/owed,/).waitFor()
    return dispatcher
  },
  audit: async () => {
    await goTo(keeper, `#/audit/${first.id}`)
    await keeper.getByText('Whether they came back').waitFor()
    return keeper
  },
  wallboard: async () => {
    await goTo(keeper, '#/wallboard')
    await keeper.getByText('Contacts, last 24 hours').waitFor()
    return keeper
  },
  roster: async () => {
    await goTo(keeper, '#/supervisor/roster')
    await keeper.getByRole('table', { name: 'Roster' }).waitFor()
    const held = keeper.locator('.roster-item[tabindex="0"]')
    await held.focus()
    for (const person of ['ocb2207', 'insp0412', 'supt0018']) {
      await keeper.keyboard.press('p')
      await keeper.getByRole('dialog').waitFor()
      await keeper.keyboard.type(person)
      await keeper.keyboard.press('Control+Enter')
      await keeper.locator('.roster-item').filter({ hasText: person }).first().waitFor()
      await held.focus()
      await keeper.keyboard.press('ArrowDown')
    }
    return keeper
  },
}

// In this order: each begins where the one before it ended.
for (const [name, arrange] of Object.entries(pictures)) {
  const page = await arrange()
  if (wanted.length > 0 && !wanted.includes(name)) continue
  // A page whose clock was put forward takes the server for silent. Without the focus, which belongs to the picture.
  const again = page.getByRole('button', { name: 'Try now' })
  if (await again.isVisible()) await again.dispatchEvent('click')
  if ((await page.locator('[data-live]').count()) > 0) await live(page)
  // What is still being fetched or drawn comes.
  await page.waitForTimeout(2500)
  await page.screenshot({ path: new URL(`${name}.png`, images).pathname, animations: 'disabled', caret: 'hide' })
  console.log(`docs/images/${name}.png`)
}
await browser.close()
