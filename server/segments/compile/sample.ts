import { bucketsOf, SAMPLE_BUCKETS, type SampleCondition } from '../../../model/segment-condition.ts'
import { joinConditions } from './logic.ts'
import type { QueryParams } from './params.ts'

/**
 * That somebody's place under a key lies in the share: the first four bytes of the SHA-256 of `key:id`, as anybody can
 * work it out for themselves.
 */
export function compileSample(
  condition: SampleCondition,
  { params, id }: { params: QueryParams; id: string },
): string {
  const key = params.add('String', `${condition.key}:`)
  const hash = `SHA256(concat(${key}, toString(${id})))`
  const bucket = `(reinterpretAsUInt32(reverse(substring(${hash}, 1, 4))) % ${SAMPLE_BUCKETS})`
  const [from, to] = bucketsOf(condition)
  return joinConditions('all', [`${bucket} >= ${from}`, `${bucket} < ${to}`])
}
