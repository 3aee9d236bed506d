/**
 * Where a member is sent to show who is signed in: a page that names its reader and opens no conversation. LinkedIn's start page does not
 * name anyone in a way that can be relied on; whoever is signed out meets the login there and comes back to this page.
 */
export const LINKEDIN_DOOR = 'https://www.linkedin.com/messaging/compose/';
