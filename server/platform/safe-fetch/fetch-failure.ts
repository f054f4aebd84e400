/** Why a request got no answer: one word each, with the sentence shown to people. */
export const fetchFailures = {
  private_address:
    'The address belongs to a private network. KITH_ALLOW_PRIVATE_DESTINATIONS=true allows that.',
  dns_lookup_failed: 'The name of the host could not be resolved.',
  connection_refused: 'Nothing accepts connections at this address and port.',
  connection_lost: 'The connection was closed before there was an answer.',
  host_unreachable: 'There is no way to this host.',
  tls_failed:
    'No secure connection could be made: the certificate is not valid for this host, or there is no TLS.',
  timeout: 'There was no complete answer in time.',
  response_too_large: 'The answer is larger than allowed.',
  invalid_response: 'What answered does not speak HTTP.',
  network_error: 'The request failed on its way.',
} as const satisfies Record<string, string>

export type FetchFailure = keyof typeof fetchFailures

/** An error with which a request is ended on purpose. */
export class FetchError extends Error {
  readonly failure: FetchFailure

  constructor(failure: FetchFailure) {
    super(fetchFailures[failure])
    this.failure = failure
  }
}

const failureOf: Record<string, FetchFailure> = {
  ENOTFOUND: 'dns_lookup_failed',
  ENODATA: 'dns_lookup_failed',
  EAI_AGAIN: 'dns_lookup_failed',
  ESERVFAIL: 'dns_lookup_failed',
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
  ECONNABORTED: 'connection_lost',
  EHOSTUNREACH: 'host_unreachable',
  ENETUNREACH: 'host_unreachable',
  EADDRNOTAVAIL: 'host_unreachable',
  ETIMEDOUT: 'timeout',
  EPROTO: 'tls_failed',
}

const failureOfPrefix: [prefix: string, failure: FetchFailure][] = [
  ['EAI_', 'dns_lookup_failed'],
  ['HPE_', 'invalid_response'],
  ['ERR_TLS', 'tls_failed'],
  ['ERR_SSL', 'tls_failed'],
  ['CERT_', 'tls_failed'],
  ['UNABLE_TO_', 'tls_failed'],
  ['SELF_SIGNED_', 'tls_failed'],
  ['DEPTH_ZERO_', 'tls_failed'],
]

/** Gives the one word for an error of Node's networking. */
export function toFailure(error: unknown): FetchFailure {
  if (error instanceof FetchError) return error.failure
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return (
    failureOf[code] ?? failureOfPrefix.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'network_error'
  )
}
