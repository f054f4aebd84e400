export { problemOf, type NetworkProblem } from './network-problems.ts'
export { outcomeOf, type Outcome } from './outcome.ts'
export { safeAddresses } from './safe-addresses.ts'
export { safeFetch, type SafeAnswer, type SafeFetch } from './safe-fetch.ts'
