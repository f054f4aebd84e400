/** Whoever decides who is who, or writes what depends on it, takes this lock until the end of the transaction. */
export const IDENTITY_LOCK = 714_202_612
