/**
 * What a SQL trait may call: only what works on the values that it is given. A list of what is allowed, because the engine gets
 * more functions with every version, of which some read files, other servers, or what the server is.
 */
const plain = `
  plus minus multiply divide intDiv modulo negate abs sign round floor ceil trunc sqrt cbrt exp log log2 log10 power pow least greatest
  intDivOrZero positiveModulo isNaN isFinite isInfinite ifNotFinite widthBucket
  equals notEquals less greater lessOrEquals greaterOrEquals and or not xor in notIn globalIn globalNotIn isNotDistinctFrom
  isDistinctFrom between notBetween
  if multiIf caseWithExpression caseWithoutExpression transform coalesce ifNull nullIf isNull isNotNull assumeNotNull toNullable exists
  cast _cast accurateCast accurateCastOrNull accurateCastOrDefault toString toUUID toUUIDOrNull toUUIDOrZero toTypeName
  toInt8 toInt16 toInt32 toInt64 toInt128 toUInt8 toUInt16 toUInt32 toUInt64 toFloat32 toFloat64
  toInt32OrNull toInt64OrNull toUInt32OrNull toUInt64OrNull toFloat32OrNull toFloat64OrNull toInt32OrZero toInt64OrZero
  toUInt32OrZero toUInt64OrZero toFloat64OrZero toDecimal32 toDecimal64 toDecimal128 toBool reinterpretAsUInt64
  toDate toDate32 toDateTime toDateTime64 toDateOrNull toDateTimeOrNull toDateTime64OrNull parseDateTimeBestEffort
  parseDateTimeBestEffortOrNull parseDateTime64BestEffort parseDateTime64BestEffortOrNull formatDateTime
  now now64 today yesterday dateDiff date_diff timestampdiff age dateTrunc date_trunc dateAdd dateSub date_add date_sub
  addSeconds addMinutes addHours addDays addWeeks addMonths addQuarters addYears
  subtractSeconds subtractMinutes subtractHours subtractDays subtractWeeks subtractMonths subtractQuarters subtractYears
  toYear toQuarter toMonth toWeek toISOWeek toISOYear toDayOfYear toDayOfMonth toDayOfWeek toHour toMinute toSecond toYYYYMM toYYYYMMDD
  toStartOfYear toStartOfQuarter toStartOfMonth toStartOfWeek toMonday toStartOfDay toStartOfHour toStartOfMinute
  toStartOfInterval toUnixTimestamp toUnixTimestamp64Milli fromUnixTimestamp fromUnixTimestamp64Milli toTimeZone monthName dateName
  toIntervalSecond toIntervalMinute toIntervalHour toIntervalDay toIntervalWeek toIntervalMonth toIntervalQuarter toIntervalYear
  length empty notEmpty lower upper lowerUTF8 upperUTF8 lengthUTF8 concat concatWithSeparator substring substr substringUTF8 left right
  trim trimBoth trimLeft trimRight ltrim rtrim replace replaceAll replaceOne replaceRegexpAll replaceRegexpOne reverse position
  positionCaseInsensitive locate startsWith endsWith like ilike notLike notILike match extract extractAll splitByChar splitByString
  splitByRegexp leftPad rightPad initcap initcapUTF8 format domain topLevelDomain path hasToken multiSearchAny hasSubsequence
  base64Encode base64Decode hex unhex cityHash64 sipHash64 xxHash64 halfMD5 MD5 SHA256
  JSONExtract JSONExtractString JSONExtractInt JSONExtractUInt JSONExtractFloat JSONExtractBool JSONExtractRaw JSONExtractArrayRaw
  JSONExtractKeys JSONExtractKeysAndValues JSONHas JSONLength JSONType toJSONString JSONAllPaths JSONAllPathsWithTypes getSubcolumn
  dynamicElement dynamicType variantElement variantType
  array tuple map tupleElement arrayElement mapKeys mapValues mapContains has hasAny hasAll indexOf countEqual arrayJoin arrayConcat
  arrayDistinct arrayUniq arrayCompact arraySlice arraySort arrayReverseSort arrayReverse arrayMap arrayFilter arrayExists arrayAll
  arrayCount arraySum arrayAvg arrayMin arrayMax arrayFirst arrayLast arrayFirstIndex arrayStringConcat arrayZip arrayEnumerate
  arrayCumSum arrayDifference arrayFlatten arrayPushBack arrayPushFront lambda untuple
  rowNumberInAllBlocks row_number rank dense_rank ntile lag lead lagInFrame leadInFrame first_value last_value nth_value percent_rank
  cume_dist grouping`

const aggregates = `
  count sum avg min max any anyLast argMin argMax uniq uniqExact uniqCombined median quantile quantiles quantileExact quantileTiming
  medianExact stddevPop stddevSamp varPop varSamp corr covarPop covarSamp sumMap groupArray groupUniqArray groupArraySorted groupConcat
  topK topKWeighted countDistinct sumWithOverflow skewPop kurtPop simpleLinearRegression retention windowFunnel sequenceMatch
  sequenceCount entropy groupBitAnd groupBitOr exponentialMovingAverage exponentialTimeDecayedAvg`

const COMBINATORS = /(?:If|Distinct|Array|OrNull|OrDefault|ArgMin|ArgMax)$/

const known = namesIn(plain)
const knownAggregates = namesIn(aggregates)

/** Whether a SQL trait may call a function of this name; the engine knows most in any case of letters. */
export function isAllowedFunction(name: string): boolean {
  for (let base = name; ; base = base.replace(COMBINATORS, '')) {
    if (knownAggregates.has(base.toLowerCase())) return true
    if (!COMBINATORS.test(base)) break
  }
  return known.has(name.toLowerCase())
}

function namesIn(list: string): Set<string> {
  return new Set(list.trim().toLowerCase().split(/\s+/))
}
