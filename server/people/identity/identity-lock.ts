/**
 * Whoever decides who is who, or writes what follows from it for a person's row, takes this advisory lock until the end of
 * the transaction.
 */
export const IDENTITY_LOCK = 714_202_612
