/** What an access token may allow, each with what it opens. */
export const scopes = {
  prefill: 'Fill forms from what the hub holds.',
  'access-log': 'Show citizens who was given what of theirs.',
  'records:write': 'Send the records of a sector system.',
  admin: 'See failures and the state of the pipeline, replay, and decide who is who.',
} as const;

export type Scope = keyof typeof scopes;
