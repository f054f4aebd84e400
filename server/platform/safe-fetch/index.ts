export type { NetworkProblem } from './network-problems.ts'
export { safeFetch, type SafeAnswer, type SafeFetch } from './safe-fetch.ts'
