import type { Person, World } from './world.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const PREAMBLE = [
  'Notes:',
  '"When exporting your connection data, you may notice that some of the email addresses are missing. You will only see email addresses for connections who have allowed their connections to see or download their email address using this setting https://www.linkedin.com/psettings/privacy/email. You can learn more here https://www.linkedin.com/help/linkedin/answer/261"',
  '',
  'First Name,Last Name,URL,Email Address,Company,Position,Connected On',
];

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function exportedDay(connectedOn: string): string {
  const [year, month, date] = connectedOn.split('-');
  return `${date} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** The address of a profile as the export writes it: no trailing slash, non-ASCII percent-encoded. */
export function exportedUrl(person: Person): string {
  return `https://www.linkedin.com/in/${encodeURIComponent(person.exportedSlug)}`;
}

/**
 * LinkedIn's own Connections.csv of a world: three lines of notes, the header, one row per connection newest first, and
 * rows of removed members that hold nothing but the date.
 * @param people which connections; default all of the world
 */
export function connectionsCsv(world: World, people: readonly Person[] = world.connections): string {
  const rows = people.map((one) =>
    [one.firstName, one.lastName, exportedUrl(one), one.email, one.company, one.position, exportedDay(one.connectedOn)].map(field).join(','),
  );
  const withRemoved = rows.flatMap((row, index) => (index % 67 === 41 ? [row, ',,,,,,30 Apr 2026'] : [row]));
  return `${[...PREAMBLE, ...withRemoved].join('\n')}\n`;
}
