export { isPrivateAddress } from './private-addresses.ts'
export type { NetworkProblem } from './network-problems.ts'
export { safeFetch, type SafeAnswer, type SafeFetch, type SafeRequest } from './safe-fetch.ts'
