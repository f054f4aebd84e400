/**
 * How open pipeline came from what it was to what it is, in the order in which a waterfall shows it: the first is where it
 * began, the last where it ended, and all between add up to the difference.
 */
export const forecastSteps = [
  'opening',
  'added',
  'raised',
  'lowered',
  'moved_in',
  'other_in',
  'pushed_out',
  'other_out',
  'won',
  'lost',
  'closing',
] as const
export type ForecastStep = (typeof forecastSteps)[number]
