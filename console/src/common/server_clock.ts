// The server's clock as seen from here. Targets are instants on the server's clock, and a workstation's own may be
// wrong, so ages and bars use this one. It only ever learns from what the server says.

export class ServerClock {
  private offsetMs = 0
  private known = false

  constructor(private readonly local: () => number = () => Date.now()) {}

  // The Date header of an answer; whole seconds, so small differences are not worth a jump.
  heard(dateHeader: string | null): void {
    if (dateHeader === null) return
    const server = Date.parse(dateHeader)
    if (Number.isNaN(server)) return
    const offset = server - this.local()
    if (this.known && this.offsetMs >= offset - 2000) return
    this.known = true
    this.offsetMs = Math.abs(offset) < 2000 ? 0 : offset
  }

  // An instant the server has already lived through, as an event just recorded: the clock is never behind it.
  isAtLeast(instant: string): void {
    const server = Date.parse(instant)
    if (!Number.isNaN(server) && server > this.now() + 2000) this.offsetMs = server - this.local()
  }

  now(): number {
    return this.local() + this.offsetMs
  }
}

export const serverClock = new ServerClock()
