// A board with very many open incidents, each from a contact taken through REST.

const kinds = [
  { channel: '101', facts: { premises: 'outbuilding', entry_forced: true, time_since_event: 'today', suspect_present: false, violence: 'none', life_threat: 'none', weapon: 'none', vulnerability: [], location_quality: 'exact', property_loss_gbp: 900 } },
  { channel: '999', facts: { asb: true, in_progress: true, suspect_present: true, time_since_event: 'now', violence: 'none', life_threat: 'none', injury: 'none', weapon: 'none', vulnerability: [], location_quality: 'exact' } },
  { channel: 'web_form', facts: { traffic_obstruction: true, in_progress: true, time_since_event: 'now', injury: 'none' } },
]
const districts = ['Bolton', 'Bury', 'Manchester', 'Oldham', 'Rochdale', 'Salford', 'Stockport', 'Tameside', 'Trafford', 'Wigan']

function contact(number, street) {
  const kind = kinds[number % kinds.length]
  return {
    ...kind,
    narrative: `Contact ${number} of a busy night, in the words of somebody who saw it.`,
    location: { text: `${number} ${street}`, district: districts[number % districts.length] },
  }
}

// Posts that many contacts as the person signed in on the page, sixteen at a time. Throws when one is not taken.
export async function postMany(page, count, street) {
  const contacts = Array.from({ length: count }, (_, index) => contact(index + 1, street))
  await page.evaluate(async (bodies) => {
    const session = await (await fetch('/v1/session')).json()
    let next = 0
    const work = async () => {
      while (next < bodies.length) {
        const body = JSON.stringify(bodies[next++])
        const answer = await fetch('/v1/contacts', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token },
          body,
        })
        if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
        const taken = await answer.json()
        if (!taken.incident) throw new Error(`no incident came of ${body}`)
      }
    }
    await Promise.all(Array.from({ length: 16 }, work))
  }, contacts)
}

// How many incidents the board holds, shown or not.
export async function boardSize(page) {
  return Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1
}
