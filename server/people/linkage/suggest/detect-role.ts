import { roleByName, type ColumnRole } from './column-words.ts'
import type { ColumnProfile } from './profile-column.ts'

const MIN_FILL = 0.01
const MOSTLY = 0.75
const LONG_TEXT_WORDS = 12
const TEXT_WORDS = 2.6
const FEW_VALUES = 40

/** What a column is, by its name and its values; null when it says nothing about who a record is. */
export function detectRole(profile: ColumnProfile): ColumnRole | null {
  if (profile.distinct < 2 || profile.fill < MIN_FILL) return null
  if (profile.shares.hash > MOSTLY) return null
  const byName = roleByName(profile.name)
  const role = byName === null || !fits[byName](profile) ? byValues(profile) : byName
  if (role === 'id' || role === 'source' || role === null) return null
  return isRunningNumber(profile, byName) ? null : role
}

/** Whether the values bear out what the name says: a "mobile" column may hold yes and no. */
const fits: Record<ColumnRole, (profile: ColumnProfile) => boolean> = {
  id: ({ uniqueness, shares, distinct }) =>
    uniqueness > 0.98 || shares.integer > MOSTLY || shares.url > MOSTLY || distinct < 10,
  source: () => true,
  forename: isWordy,
  middle_name: isWordy,
  surname: isWordy,
  full_name: isWordy,
  birthday: ({ shares }) => shares.date > 0.4,
  date: ({ shares }) => shares.date > 0.4,
  email: ({ shares }) => shares.email > 0.4,
  phone: ({ shares }) => shares.phone > 0.3 || shares.integer > 0.5,
  postcode: ({ length }) => length < 14,
  city: isWordy,
  region: ({ words }) => words < 5,
  category: ({ words }) => words < 8,
  house_number: ({ length }) => length < 12,
  street: ({ length }) => length > 2,
  organisation: isWordy,
  title: isWordy,
  description: ({ words }) => words > 1.5,
  people_list: isWordy,
  year: ({ shares }) => shares.number > 0.5,
  number: ({ shares }) => shares.number > 0.4,
  latitude: ({ shares, min, max }) => shares.number > 0.6 && min >= -90 && max <= 90,
  longitude: ({ shares, min, max }) => shares.number > 0.6 && min >= -180 && max <= 180,
  code: ({ words }) => words < 4,
  list: () => true,
  name: isWordy,
}

function isWordy({ shares }: ColumnProfile): boolean {
  return shares.number < 0.5
}

function byValues(profile: ColumnProfile): ColumnRole | null {
  const { shares, words, uniqueness, distinct, length } = profile
  if (shares.url > MOSTLY) return null
  if (shares.list > 0.3) return 'list'
  if (shares.email > MOSTLY) return 'email'
  if (shares.separatedDate > MOSTLY || (shares.date > 0.9 && length > 7 && length < 12)) return 'date'
  if (shares.formattedPhone > MOSTLY) return 'phone'
  if (shares.number > MOSTLY) return numeric(profile)
  if (words > LONG_TEXT_WORDS) return 'description'
  if (words > TEXT_WORDS) return 'title'
  if (shares.code > 0.6) return length > 4 || distinct > FEW_VALUES ? 'code' : 'category'
  if (distinct <= FEW_VALUES && uniqueness < 0.2) return 'category'
  return 'name'
}

function numeric({ min, max, shares, length, uniqueness }: ColumnProfile): ColumnRole {
  if (shares.integer > 0.9 && min >= 1_000 && max <= 2_100 && length === 4) return 'year'
  if (shares.integer > 0.9 && length >= 5 && uniqueness > 0.1) return 'code'
  return 'number'
}

/** Every record has another value, without a second one like it: a number of the row, not of whom it describes. */
function isRunningNumber(
  { uniqueness, distinct, shares, min, max, fill }: ColumnProfile,
  byName: ColumnRole | null,
): boolean {
  if (uniqueness < 1 || distinct < 20 || fill < 1) return false
  if (byName === 'code' || byName === 'phone') return false
  return shares.integer > 0.99 && (max - min < distinct * 3 || byName === 'id' || byName === null)
}
