/** What an event may be. */
export const eventTypes = ['track', 'identify', 'page', 'screen', 'group', 'alias', 'merge'] as const
