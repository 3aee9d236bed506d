/**
 * What leads to a person on LinkedIn. The member id (`ACoAA…`, 39 characters, case counts) never changes; a profile
 * slug can be renamed and is kept decoded, NFC and in lower case.
 */
export type PersonKey = { readonly kind: 'memberId'; readonly id: string } | { readonly kind: 'slug'; readonly slug: string };

/** The key as one string, for sets, maps and files. Two keys are the same exactly when these strings are. */
export function personKeyText(key: PersonKey): string {
  return key.kind === 'memberId' ? `id:${key.id}` : `in:${key.slug}`;
}
