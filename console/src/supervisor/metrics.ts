// The few figures of /metrics (Prometheus text) that a supervisor needs. Pure.

export interface Metrics {
  consoles: number | null
  position: number | null
  unaccounted: number | null
}

function gauge(text: string, name: string): number | null {
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${name} `)) continue
    const value = Number(line.slice(name.length + 1))
    return Number.isNaN(value) ? null : value
  }
  return null
}

export function readMetrics(text: string): Metrics {
  return {
    consoles: gauge(text, 'frontdoor_consoles'),
    position: gauge(text, 'frontdoor_log_position'),
    unaccounted: gauge(text, 'frontdoor_contacts_unaccounted'),
  }
}
