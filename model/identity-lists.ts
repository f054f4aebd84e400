/** Over-connected identifiers that nobody has looked at, shared ones, blocked ones, and those decided about. */
export const connectedLists = ['to_review', 'shared', 'blocked', 'reviewed'] as const
export type ConnectedList = (typeof connectedLists)[number]
