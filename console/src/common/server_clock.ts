// The server's clock as seen from here. Targets are instants on the server's clock, and a workstation's own may be
// wrong, so ages and bars use this one. It only ever learns from what the server says.

export class ServerClock {
  // What the Date header of the last answer says; none while the workstation is right.
  private offsetMs = 0
  // What events have shown: with the tests' manual clock, time runs ahead of the Date header.
  private atLeastMs = Number.NEGATIVE_INFINITY

  constructor(private readonly local: () => number = () => Date.now()) {}

  // The Date header of an answer. It has whole seconds, so small differences are not worth a jump.
  heard(dateHeader: string | null): void {
    const server = Date.parse(dateHeader ?? '')
    if (Number.isNaN(server)) return
    const offset = server - this.local()
    this.offsetMs = Math.abs(offset) < 2000 ? 0 : offset
  }

  // An instant the server has already lived through, as an event just recorded: the clock is never behind it.
  isAtLeast(instant: string): void {
    const server = Date.parse(instant)
    if (!Number.isNaN(server) && server > this.now() + 2000) this.atLeastMs = server - this.local()
  }

  now(): number {
    return this.local() + Math.max(this.offsetMs, this.atLeastMs)
  }
}

export const serverClock = new ServerClock()
