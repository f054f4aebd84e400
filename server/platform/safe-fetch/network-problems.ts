/** What can go wrong between us and a server, as one word and the sentence that a person reads. */
const sentences = {
  invalid_url: 'The address is not one that begins with http:// or https://.',
  private_address:
    'The address leads into a private network, which is refused. Whoever runs this installation can allow it with KITH_ALLOW_PRIVATE_DESTINATIONS.',
  dns_lookup_failed: 'The name of the server was not found.',
  connection_refused: 'The server refused the connection: nothing listens at this address.',
  connection_reset: 'The server closed the connection before it had answered.',
  unreachable: 'There is no way to the server from here.',
  timeout: 'The server did not answer in time.',
  tls_failed: 'No secure connection could be made: the certificate or the TLS of the server is not in order.',
  invalid_answer: 'What came back is not an HTTP answer.',
  network_error: 'The request failed on its way.',
} as const

export type Problem = keyof typeof sentences

/** A request that got no answer. `detail` is the engine's own code, for whoever needs to look deeper. */
export type NetworkProblem = { problem: Problem; sentence: string; detail: string | null }

const problems: readonly (readonly [pattern: RegExp, problem: Problem])[] = [
  [/^(ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL)$/, 'dns_lookup_failed'],
  [/^ECONNREFUSED$/, 'connection_refused'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$/, 'connection_reset'],
  [/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM)$/, 'unreachable'],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'timeout'],
  [/^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_)/, 'tls_failed'],
  [/^HPE_/, 'invalid_answer'],
  [/^ERR_INVALID_URL$/, 'invalid_url'],
]

/** The problem with its sentence. */
export function networkProblem(problem: Problem, detail: string | null = null): NetworkProblem {
  return { problem, sentence: sentences[problem], detail }
}

/** Names what a request of node:http failed with. */
export function problemOf(error: unknown): NetworkProblem {
  const code = codeOf(error)
  const known = problems.find(([pattern]) => pattern.test(code ?? ''))
  return networkProblem(known?.[1] ?? 'network_error', code)
}

/** When several addresses of a name were tried, the first one's failure speaks for all. */
function codeOf(error: unknown): string | null {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
