import { aliasKey } from '@/lib/domain/contact';

/**
 * What leads to a person on LinkedIn. The member id (`ACoAA…`, 39 characters, case counts) never changes; a profile
 * slug can be renamed and is kept decoded, NFC and in lower case.
 */
export type PersonKey = { readonly kind: 'id' | 'slug'; readonly value: string };

/** The key as one string, as the aliases table holds it. Two keys are the same exactly when these strings are. */
export function personKeyText(key: PersonKey): string {
  return aliasKey(key.kind, key.value);
}
