/** "2026-11-25": the date in a time zone. */
export function localDate(zone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
}

/** The moment when a day begins there. */
export function midnight(zone: string, date: string): Date {
  return atLocalTime(zone, date, '00:00')
}

/** The moment of a date and a time such as `06:30` there. Twice, because the clocks may have changed between the guess and the truth. */
export function atLocalTime(zone: string, date: string, time: string): Date {
  const wanted = Date.parse(`${date}T${time}Z`)
  const guess = wanted - zoneOffset(zone, wanted)
  return new Date(wanted - zoneOffset(zone, guess))
}

/** Milliseconds by which the clocks there are ahead of UTC. */
export function zoneOffset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return local - Math.floor(at / 1000) * 1000
}
