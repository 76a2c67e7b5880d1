/** What passes between the prefill route and what stands behind an answer: its access record and its seal. */

/** A value as JSON has it. Numbers are whole: others are not written alike in every language. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** A field of the form as it is answered. */
export type AnsweredField =
  | (Told & {
      value: JsonValue;
      /** Whether whoever is in charge of it said so: only then can it count as declared for the citizen. */
      authoritative: boolean;
    })
  /** Why it has none, from the forms' closed list; `offered`: values for the citizen to choose from were given. */
  | { reason: string; offered?: Told };

/** The systems whose values a field has, and the keys of everybody whose data they are. */
export type Told = { sources: readonly string[]; persons: readonly string[] };

/** What an answer says of the person as a whole: that they are dead, and which number they have now. */
export const wholePerson = ['status', 'replacedBy'] as const;
export type WholePerson = (typeof wholePerson)[number];

/** An answer that is ready and has not left yet. */
export type AnswerToIssue = {
  client: string;
  officer?: string;
  /** Of the citizen, where they ask for themselves. */
  session?: string;
  purpose: string;
  /** From the permission (hub/prefill/policies.ts). */
  legalBasis: string;
  caseCode: string;
  form: string;
  version: string;
  /** National code of the procedure the case is of, where it is known. */
  procedure?: string;
  /** What the applicant is to the person asked for, where the portal says so. */
  applicantRelation?: string;
  /** The key of the number that was asked for, whoever it leads to: a seal is checked against it later. */
  subject: string;
  /** What is said of the person as a whole. */
  told: readonly WholePerson[];
  /** How many fields the form has for a citizen to declare, whether asked for or not. */
  declarable: number;
  /** Every field answered, by its id in the form. */
  fields: Readonly<Record<string, AnsweredField>>;
  requestId: string;
};

/** What an answer leaves with. */
export type IssuedAnswer = {
  /** Names the answer, in its seal, in the access record and for its outcome. */
  id: string;
  /** A compact JWS over the whole answer (docs/security.md). */
  seal: string;
  /** Until when the seal is good (ISO 8601). */
  expiresAt: string;
  /** What goes with each field that has a value, by its id. */
  fieldSeals: Readonly<Record<string, string>>;
};

export type Disclosure = {
  /**
   * Puts an answer on record and seals it. When it answers, the record is durable; if it throws (`store-unavailable`),
   * nothing may be answered. What is not begun by the deadline (`performance.now()`) is not written any more.
   */
  issue(answer: AnswerToIssue, deadline: number): Promise<IssuedAnswer>;
};
