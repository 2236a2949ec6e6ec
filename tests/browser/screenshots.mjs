// Makes the pictures of docs/images from a running server, so that they are never stale. Needs FRONTDOOR_URL and
// FRONTDOOR_ACCOUNTS (support/console.mjs); posts the demo's fictional contacts itself when the board is short of them.
import { mkdirSync, readFileSync } from 'node:fs'
import { account, live, newPage, openBrowser, postContact, signIn } from './support/console.mjs'

const root = new URL('../../', import.meta.url)
const images = new URL('docs/images/', root)
mkdirSync(images, { recursive: true })
const picture = (name) => new URL(`${name}.png`, images).pathname

const browser = await openBrowser()
const size = { width: 1440, height: 810 }

const handler = await newPage(browser, { viewport: size, colorScheme: 'light' })
await signIn(handler, account('call_handler'))
const dispatcher = await newPage(browser, { viewport: size, colorScheme: 'dark' })
await signIn(dispatcher, account('dispatcher'))
await live(dispatcher)

const contacts = JSON.parse(readFileSync(new URL('config/demo/contacts.json', root), 'utf8'))
const open = async () => Number(await dispatcher.getByRole('grid').getAttribute('aria-rowcount')) - 1
if ((await open()) < 14) for (const contact of contacts) await postContact(handler, contact)
await dispatcher.locator('.row-selected').waitFor()

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
await handler.keyboard.press('F9')
await handler.waitForTimeout(500)
await handler.screenshot({ path: picture('take-contact') })

await dispatcher.keyboard.press('Home')
await dispatcher.keyboard.press('a')
await dispatcher.locator('.row-selected').getByText(/Acknowledged|none/).waitFor()
await dispatcher.keyboard.press('Enter')
await dispatcher.getByRole('complementary').getByText('Incident opened').waitFor()
// The clocks get under way, and what was said in passing has gone.
await dispatcher.waitForTimeout(6000)
await dispatcher.screenshot({ path: picture('board') })
await browser.close()
console.log(`docs/images/take-contact.png, docs/images/board.png`)
