// What the list says of a place, and the map of itself. Pure.
import { clockTime, span, wholeNumber } from '../common/time.ts'
import { exactWithin, type Entry, type Placing } from './places.ts'

function distance(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(metres < 10_000 ? 1 : 0)} km`
}

// Where an entry stands on the map, and how far that is to be believed.
export function placingWords(placing: Placing, nowMs: number): string {
  switch (placing.how) {
    case 'told': {
      const how =
        placing.radius !== null && placing.radius > exactWithin
          ? `somewhere within ${distance(placing.radius)}`
          : 'at the coordinates given'
      return placing.told > 1 ? `${how}, the newest of ${placing.told} different places` : how
    }
    case 'district':
      return `${placing.district} is all that is known: shown with its district`
    case 'reported': {
      const seen = placing.seenAt === null ? null : Date.parse(placing.seenAt)
      if (seen === null || Number.isNaN(seen)) return 'position reported, time not known'
      return placing.fresh ? `seen ${clockTime(seen)}` : `old position: seen ${span(nowMs - seen)} ago`
    }
    case 'station':
      return 'no position reported: shown at its station'
    case 'nowhere':
      return placing.district === null
        ? 'not on the map: neither coordinates nor a district'
        : `not on the map: no coordinates, and ${placing.district} has no outline`
  }
}

const counted = (count: number, one: string, many: string) => `${wholeNumber(count)} ${count === 1 ? one : many}`

// One line on all that the map shows and does not.
export function summaryWords(entries: readonly Entry[]): string {
  const incidents = entries.filter(({ what }) => what === 'incident')
  const of = (how: Placing['how']) => incidents.filter(({ placing }) => placing.how === how).length
  const units = entries.length - incidents.length
  const lost = entries.filter(({ what, placing }) => what === 'unit' && placing.how === 'nowhere').length
  return [
    `${counted(of('told'), 'incident', 'incidents')} at a place`,
    `${wholeNumber(of('district'))} by district only`,
    ...(of('nowhere') > 0 ? [`${wholeNumber(of('nowhere'))} not on the map`] : []),
    counted(units, 'unit', 'units') + (lost > 0 ? `, ${wholeNumber(lost)} without a position` : ''),
  ].join(', ')
}
