import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { account, filterBoard, live, newPage, openBrowser, row, settled, signIn, uniquePlace } from '../support/console.mjs'

// When a row with these words comes onto the page, in ms since 1970: taken in the page itself, since asking it from here takes longer.
const appears = (page, words) =>
  page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          if (![...document.querySelectorAll('[role="row"], tr')].some((one) => one.textContent.includes(wanted))) return false
          watching.disconnect()
          resolve(performance.timeOrigin + performance.now())
          return true
        }
        const watching = new MutationObserver(look)
        if (!look()) watching.observe(document.body, { childList: true, subtree: true, characterData: true })
      }),
    words,
  )

// When the last contact that this page sent was answered, in ms since 1970.
const contactAnswered = (page) =>
  page.evaluate(() => {
    const sent = performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/v1/contacts'))
    return performance.timeOrigin + sent.at(-1).responseEnd
  })

// Given a handler and a dispatcher, each at a screen of their own and no mouse anywhere.
describe('a grade 1 contact, with the keyboard alone', () => {
  const place = uniquePlace('Yarrow Road')
  let browser
  let handler
  let dispatcher
  let keys = 0

  const press = async (key) => {
    keys += 1
    await handler.keyboard.press(key)
  }
  const type = async (text) => {
    keys += text.length
    await handler.keyboard.type(text)
  }

  before(async () => {
    browser = await openBrowser()
    handler = await newPage(browser)
    dispatcher = await newPage(browser)
    await signIn(dispatcher, account('dispatcher'))
    await live(dispatcher)
    await filterBoard(dispatcher, place)
    await signIn(handler, account('call_handler'))
    await live(handler)
    await handler.getByLabel('What is happening?').waitFor()
  })
  after(() => browser.close())

  it('is proposed from one fact, with its reason beside it', async () => {
    await press('Tab')
    await press('Tab')
    await press('Tab')
    await handler.keyboard.type(`${place}. He has a knife, he is going for them now.`)
    await press('Tab')
    await press('Tab')
    await type('life imm')
    await press('Enter')
    await handler.locator('.proposed[data-grade="1"]').waitFor()
    assert.ok((await handler.locator('.proposal .reasons li').count()) >= 1)
  })

  it('goes out, says what to tell the caller, and stands on the dispatcher’s board', async () => {
    const seen = appears(dispatcher, place)
    const sentAt = Date.now()
    await press('Control+Enter')
    const seenAt = await seen
    const answeredAt = await contactAnswered(handler)
    console.log(`# from the handler's key to the dispatcher's board: ${Math.round(seenAt - sentAt)} ms`)
    console.log(`# from the server's answer to the dispatcher's board: ${Math.round(seenAt - answeredAt)} ms`)
    const result = handler.locator('.result')
    await result.waitFor()
    assert.match(await result.innerText(), /Say to the caller/)
    assert.match(await result.innerText(), /GMP-\d{8}-\d{6}/)
  })

  it('is confirmed with one key', async () => {
    await settled(handler)
    await press('c')
    await handler.locator('.result .grade-state-confirmed').waitFor()
    await row(dispatcher, place).getByText('Grade 1', { exact: false }).first().waitFor({ state: 'attached' })
  })

  it('took at most 20 keystrokes besides the narrative', () => {
    console.log(`# keystrokes besides the narrative: ${keys}`)
    assert.ok(keys <= 20, `${keys} keystrokes`)
  })

  it('is acknowledged from the board with one key, and the handler sees it', async () => {
    await dispatcher.keyboard.press('a')
    const cell = row(dispatcher, place)
    await cell.getByText(/Acknowledged/).waitFor()
    await handler.locator('.result-dispatch').getByText(/Acknowledged/).waitFor()
  })

  it('leaves the handler one key from the next contact', async () => {
    await handler.keyboard.press('n')
    await handler.getByLabel('What is happening?').waitFor()
    assert.equal(await handler.getByLabel('What is happening?').inputValue(), '')
    assert.deepEqual(handler.faults, [])
    assert.deepEqual(dispatcher.faults, [])
  })
})
