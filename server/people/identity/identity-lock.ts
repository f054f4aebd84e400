/** The advisory lock under which who is who, and what follows from it for a person's row, is decided by one at a time. */
export const IDENTITY_LOCK = 714_202_612
