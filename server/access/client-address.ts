/** The request header in which the guard tells the session library the caller's address; never one that a client sent. */
export const CLIENT_IP_HEADER = 'x-kith-client-ip'
