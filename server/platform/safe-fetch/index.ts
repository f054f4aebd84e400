export { fetchFailures, type FetchFailure } from './fetch-failure.ts'
export { safeFetch, type FetchResult, type SafeFetchOptions } from './safe-fetch.ts'
