// What a person writes as date and time is London's, wherever the workstation's own clock is set to.

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

// "2026-07-05T21:30" in London, as a datetime-local field holds it.
export function londonField(ms: number): string {
  const of = new Map(parts.formatToParts(ms).map((part) => [part.type, part.value]))
  return `${of.get('year')}-${of.get('month')}-${of.get('day')}T${of.get('hour')}:${of.get('minute')}`
}

// "2026-07-05" in London.
export function londonDay(ms: number): string {
  return londonField(ms).slice(0, 10)
}

// The instant that such a field means; null for what is no date and time. A time that the clocks skip counts as the
// hour after it, one that comes twice as the first.
export function londonInstant(field: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(field)) return null
  const asUtc = Date.parse(`${field}:00Z`)
  if (Number.isNaN(asUtc)) return null
  const hour = 3_600_000
  const found = [asUtc - hour, asUtc].find((ms) => londonField(ms) === field)
  return new Date(found ?? asUtc).toISOString()
}
