/**
 * Every reason the contact edges can give. Each comment is the sentence a screen says (first part) and the remedy
 * (after the dash); `{…}` are the parameters that come along. Screens hold the translated texts under these codes.
 */

/** Why a text is no usable profile. */
export type ProfileReason =
  /** "There is no profile address." - Fill in the address of the person's LinkedIn profile. */
  | 'no-profile'
  /** "“{value}” is not the address of a LinkedIn profile." - Copy the address from the person's profile page; it looks like linkedin.com/in/name. */
  | 'not-a-profile'
  /** "“{value}” is not on linkedin.com." - Use the person's LinkedIn address. */
  | 'not-linkedin'
  /** "“{value}” is a company, school or other page, not a person." - Use the address of a person's profile. */
  | 'not-a-person'
  /** "“{value}” holds several profile addresses." - Put one person in each row. */
  | 'several-profiles'
  /** "“{value}” is an old public link whose person cannot be told without opening it." - Open it and copy the address the browser ends on. */
  | 'old-public-link'
  /** "“{value}” is a shortened link." - Open it and copy the address the browser ends on. */
  | 'short-link'
  /** "“{value}” is a Sales Navigator or Recruiter link." - Open it, choose “View LinkedIn profile” and copy that address. */
  | 'sales-navigator-link'
  /** "“{value}” is a numeric id, which LinkedIn pages no longer open." - Use the profile address. */
  | 'numeric-id'
  /** "“{value}” leads to whoever is signed in." - Use the person's own address. */
  | 'own-profile-shortcut'
  /** "The percent-encoding in “{value}” is damaged." - Copy the address again from the profile page. */
  | 'broken-encoding';

/** Why one row of a file was skipped. */
export type SkipReason =
  | ProfileReason
  /** "The row holds neither a name nor a profile: a deleted or restricted member." - Nothing to do. */
  | 'deleted-member'
  /** "A quotation mark opens in this row and never closes, so its columns cannot be told apart." - Close or remove the quotation mark in the file. */
  | 'broken-quotes'
  /** "The row has more cells than the header, and its profile address is not in its column." - Put texts with commas in quotation marks. */
  | 'cells-shifted'
  /** "The same person stands in row {firstRow}; both rows were joined." - Nothing to do. */
  | 'duplicate-in-file'
  /** "The message is a draft and was never sent." - Nothing to do. */
  | 'draft'
  /** "The conversation has several recipients." - Nothing to do; group conversations are left out. */
  | 'group-conversation'
  /** "The other person cannot be told (deleted member or sponsored message)." - Nothing to do. */
  | 'no-other-person'
  /** "“{value}” is not a date and time." - Use the form 2024-05-31 14:22:10 UTC. */
  | 'bad-time';

/** What was noticed in a row that was imported all the same. */
export type NoteReason =
  /** "“{value}” is not a date, so the connected date stays empty." - Use the form 12 Jan 2024. */
  | 'bad-date'
  /** "“{value}” can be read as two dates (day or month first), so the connected date stays empty." - Use the form 12 Jan 2024. */
  | 'ambiguous-date'
  /** "“{value}” is not an email address; it was left out." - Mend it in the file or by hand. */
  | 'bad-email'
  /** "“{value}” is not a language; it was left out." - Use a code such as en, fr or pt-BR. */
  | 'bad-language'
  /** "The row has more cells than the header; what stands right of the profile address was left out because it may belong elsewhere." - Put texts with commas in quotation marks. */
  | 'extra-cells-dropped'
  /** "A stray quotation mark was taken as text." - Look at the row's names. */
  | 'quotes-mended'
  /** "Letters damaged by a wrong encoding were restored." - Look at the row's names. */
  | 'encoding-mended';

/** Why a whole file was refused. */
export type FileReason =
  /** "The file is empty." - Choose another file. */
  | 'empty-file'
  /** "This is a zip archive." - Unpack it and choose {expected} from it. */
  | 'zip-archive'
  /** "This is an Excel workbook." - Save it as “CSV UTF-8” and choose that file. */
  | 'excel-workbook'
  /** "This is a web page, not a CSV file." - Sign in to LinkedIn and download the archive again. */
  | 'web-page'
  /** "This is not a text file." - Choose a CSV file. */
  | 'not-text'
  /** "No header row was found; {expected} are the column names looked for." - Choose LinkedIn's own file, or use “any CSV” and map its columns. */
  | 'no-header'
  /** "The file has no column with profile addresses, as LinkedIn's exports before 2021." - Ask LinkedIn for a new archive. */
  | 'no-profile-column'
  /** "The file has a header but no rows." - Choose another file. */
  | 'no-rows'
  /** "This is LinkedIn's {found}, not {expected}." - Choose {expected} from the archive. */
  | 'wrong-file'
  /** "Whose messages these are cannot be told from the file." - Choose the member whose archive it is. */
  | 'member-unknown'
  /** "The chosen member does not appear in the file; it looks like the archive of {likely}." - Choose the member whose archive it is, or another file. */
  | 'member-not-in-file'
  /** "The mapping names the column “{column}”, which the file does not have." - Choose another column. */
  | 'unknown-column';

/** Why a campaign file was refused; each comes with the JSON path it is about. */
export type CampaignFileReason =
  /** "The file is not JSON: {detail}." - Export it again, or mend it at the place named. */
  | 'not-json'
  /** "The file is not a Nurtures campaign file." - Choose a file that ends in .nurture.json. */
  | 'wrong-format'
  /** "The file has version {found}; this program reads version 1." - Update the extension. */
  | 'newer-version'
  /** "{path}: “{key}” is not known here." - Remove it{, or did you mean “{nearest}”}. */
  | 'unknown-key'
  /** "{path} is missing." - Add it. */
  | 'missing-key'
  /** "{path} should be {expected}." - Change it. */
  | 'wrong-type'
  /** "{path}: “{found}” is not one of {expected}." - Use one of these. */
  | 'not-one-of'
  /** "{path} is too short or too small: at least {minimum}." - Change it. */
  | 'too-small'
  /** "{path} is too long or too large: at most {maximum}." - Change it. */
  | 'too-large'
  /** "{path}: “{found}” is not a day (YYYY-MM-DD)." - Use the form 2024-05-31. */
  | 'bad-day'
  /** "{path}: “{found}” is not a time (HH:MM)." - Use the form 09:30. */
  | 'bad-clock'
  /** "{path}: “{found}” is not a time zone." - Use a name such as Europe/Paris. */
  | 'bad-time-zone'
  /** "{path}: the slot is shorter than 15 minutes or ends before it starts." - Change its end. */
  | 'slot-too-short'
  /** "{path}: the slot is not inside 07:00-21:00." - Change its hours. */
  | 'slot-outside-day'
  /** "{path} overlaps {other}." - Change one of the two. */
  | 'slots-overlap'
  /** "{path}: the last day is before the first." - Change one of the two. */
  | 'days-reversed'
  /** "{path}: no slot falls between the first and the last day." - Change the days or the slots. */
  | 'no-slot-between-days'
  /** "{path}: “{found}” is not a usable profile address ({why})." - Use the address of the person's LinkedIn profile. */
  | 'bad-profile'
  /** "{path}: the message's tags are wrong ({problem})." - See the problem named. */
  | 'bad-template'
  /** "{path}: “{found}” is not a language code." - Use a code such as fr or pt-BR. */
  | 'bad-language'
  /** "{path} does not fit “missing”: {expected}." - Add what is named, or change “missing”. */
  | 'missing-rule-incomplete'
  /** "{path}: the filter is not valid ({problem})." - See the problem named. */
  | 'bad-filter';

/** Values a reason's sentence names. */
export type ReasonParams = Readonly<Record<string, string | number>>;

/** One remark about one row. Rows are numbered as a spreadsheet shows them, from 1, header and preamble included. */
export type RowIssue =
  | { readonly effect: 'skipped'; readonly row: number; readonly reason: SkipReason; readonly params: ReasonParams }
  | { readonly effect: 'kept'; readonly row: number; readonly reason: NoteReason; readonly params: ReasonParams };

export type FileRefusal = { readonly kind: 'refused'; readonly reason: FileReason; readonly params: ReasonParams };
