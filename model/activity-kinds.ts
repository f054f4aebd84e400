/** What can be done with a customer. */
export const activityKinds = ['call', 'meeting', 'email', 'task', 'note'] as const
