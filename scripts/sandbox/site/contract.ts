/** What passes between the portal's page in the browser and its server: types only, for both sides. */

export type Language = 'vi' | 'en';
export type Text = Readonly<Record<Language, string>>;

/** An invented citizen to be; `number` is the personal number, `born` the date as far as it is known. */
export type Citizen = { number: string; name: string; born: Text; note?: Text };

/** A form there is; `offered` of its fields the hub may fill. `other` is who it is about beside the citizen. */
export type FormChoice = { id: string; title: Text; fields: number; offered: number; other?: Text | undefined };

/** What is to be opened, for whom; `other` is whom the form is about beside the citizen. Personal numbers. */
export type Choice = { form: string; citizen: string; other?: string | undefined };

/** What the page begins with; `last` is the highest index of a citizen. */
export type Start = { citizens: Citizen[]; last: number; forms: FormChoice[] };

/** What is handed in of a field: text, a confirmation, or the rows of a table. */
export type Value = string | boolean | Record<string, string>[];

/** A field of a form that the hub filled; the seal goes back with the value. */
export type Given = { value: Value; seal: string; source: Text; isLocked: boolean };

/** A form opened for a citizen. */
export type Opening = {
  id: string;
  caseCode: string;
  citizen: Citizen;
  /** Whom the form is about beside the citizen, where they were named. */
  other?: { role: Text; citizen: Citizen } | undefined;
  isKnown: boolean;
  isDeceased: boolean;
  title: Text;
  legalSource: Text;
  isDraft: boolean;
  /** Of every field, in the form's order. */
  labels: Record<string, Text>;
  given: Record<string, Given>;
  /** Form.io definitions that say of each field where its value is from, or why there is none. */
  definitions: Record<Language, object>;
};

export type Submitted = { value: Value; seal?: string | undefined };
export type Submission = { opening: string; fields: Record<string, Submitted> };

export type Verdict = 'untouched' | 'edited' | 'forged' | 'expired' | 'declared';

/** What the hub found of a submission. */
export type Verified = {
  seal: 'genuine' | 'expired' | 'forged';
  fields: Record<string, Verdict>;
  outcome?: 'recorded' | 'known' | 'not-recorded' | undefined;
};

export type ReportCounts = {
  answers: number;
  submissions: number;
  declarable: number;
  prefilled: number;
  accepted: number;
  share: number | null;
};
/** `agency` is its code, empty where case codes tell none. */
export type Report = {
  from: string;
  until: string;
  totals: ReportCounts;
  lines: (ReportCounts & { period: string; form: string; title: Text; agency: string })[];
};

/** Why something could not be done. */
export type Trouble = {
  code: 'no-hub' | 'hub-silent' | 'hub-refused' | 'unknown-citizen' | 'unfit-other' | 'unknown-opening';
  detail: string;
};
