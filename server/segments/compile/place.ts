import type { PlaceCondition } from '../../../model/segment-condition.ts'
import type { FactSource } from './event-facts.ts'
import { unless } from './logic.ts'

const EARTH_RADIUS_KM = 6371.0088

/** That a place given by two traits in degrees lies within a distance: haversine, on a sphere. */
export function compilePlace(condition: PlaceCondition, { fields, params }: FactSource): string {
  const [latitudes, longitudes] = [
    fields.field(condition.latitude_field),
    fields.field(condition.longitude_field),
  ]
  if (!latitudes || !longitudes) return unless(condition.within, 'false')
  const [lat, lon] = [`${latitudes.numbers()}[1]`, `${longitudes.numbers()}[1]`]
  const [lat0, lon0] = [params.add('Float64', condition.latitude), params.add('Float64', condition.longitude)]
  const most = params.add('Float64', haversineOf(condition.kilometers))
  const known = [
    `notEmpty(${latitudes.numbers()})`,
    `notEmpty(${longitudes.numbers()})`,
    `abs(${lat}) <= 90`,
    `abs(${lon}) <= 180`,
  ]
  const haversine =
    `pow(sin((${lat} - ${lat0}) * pi() / 360), 2) + ` +
    `cos(${lat} * pi() / 180) * cos(${lat0} * pi() / 180) * pow(sin((${lon} - ${lon0}) * pi() / 360), 2)`
  return unless(condition.within, `least(${known.join(', ')}, ${haversine} <= ${most})`)
}

/** The haversine of the angle that a distance makes at the middle of the earth. */
function haversineOf(kilometers: number): number {
  return Math.sin(Math.min(Math.PI, kilometers / EARTH_RADIUS_KM) / 2) ** 2
}
