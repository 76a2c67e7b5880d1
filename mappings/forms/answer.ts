/** What prefilling a form answers: per field of the form a value with all that is to be known of it, or one reason. */

/** Why a field is not prefilled. The list is closed; a portal can show the words to the citizen. */
export const reasons = {
  'not-held': { vi: 'Chưa có trong cơ sở dữ liệu', en: 'No system connected to the hub has stated it.' },
  'not-named': {
    vi: 'Chưa nêu người này là ai, nên chưa tra cứu',
    en: 'The request names nobody in this role, so nobody was asked.',
  },
  'declared-by-citizen': { vi: 'Công dân tự khai', en: 'Only the citizen can say it.' },
  withheld: { vi: 'Có thông tin nhưng được bảo vệ, không cung cấp', en: 'Held, and protected from being given out.' },
  'not-permitted': { vi: 'Mục đích sử dụng không cho phép', en: 'The purpose stated does not allow this field.' },
  'source-unavailable': { vi: 'Nguồn dữ liệu tạm thời gián đoạn', en: 'The system that holds it did not answer.' },
  conflict: {
    vi: 'Các nguồn dữ liệu khác nhau, chưa xác định được giá trị đúng',
    en: 'Systems of equal standing state different values, and no rule tells which is right.',
  },
  'needs-confirmation': {
    vi: 'Cần công dân xác nhận một trong các giá trị',
    en: 'It may be any of several values, and only who knows can say which.',
  },
  'under-investigation': {
    vi: 'Đang được cơ quan có thẩm quyền xác minh',
    en: 'Held, and being investigated by who is in charge of it.',
  },
  'not-applicable': { vi: 'Không áp dụng với người này', en: 'The field has no meaning for this person.' },
  'not-presentable': {
    vi: 'Không thể ghi theo yêu cầu của biểu mẫu',
    en: 'Held, but not as the form wants it written.',
  },
} as const;

export type Reason = keyof typeof reasons;

/**
 * What a value is worth. `authoritative`: stated by the system that leads for it. `trusted`: by one in charge of it
 * that does not lead. `reported`: by anybody else, the citizen included.
 */
export const confidences = ['authoritative', 'trusted', 'reported'] as const;
export type Confidence = (typeof confidences)[number];

/** Where a value comes from and what it is worth. */
export type Provenance = {
  /** The system. */
  source: string;
  /** When the source said so: of a row its last change, of an act the day it took effect. ISO 8601 date or time. */
  asOf: string;
  /** Since when it is so, where that is known: the day (`YYYY-MM-DD`, `YYYY-MM`, `YYYY`) of the act that made it so. */
  validFrom?: string;
  confidence: Confidence;
  /** Whether the form should keep the citizen from changing it. */
  lock: boolean;
  /** The rule by which this value counts (docs/reference/precedence.md). */
  rule: string;
};

/** A value as the form wants it written; several if it may be any of them, undefined if the form cannot say it. */
export type Written = string | readonly string[] | undefined;

/** What another system states instead, written as the form wants it. */
export type OtherValue = { system: string; value: string; asOf: string };

export type FilledField = Provenance & {
  /** As the form wants it written. */
  value: string;
  /** The canonical value it was written from. */
  raw: unknown;
  /** Other systems' values that differ; only where the asker may know, and only if there are any. */
  others?: readonly OtherValue[];
};

/** A table: its rows in the order they are held, each with an answer for every column. */
export type FilledTable = Provenance & { rows: readonly Readonly<Record<string, CellAnswer>>[] };

export type UnfilledField = {
  reason: Reason;
  /** Of `conflict`, `needs-confirmation` and `under-investigation`: what it may be, written as the form wants it. */
  candidates?: readonly string[];
  /** The systems that say so, where there are candidates. */
  sources?: readonly string[];
  /** Of `source-unavailable`: since when (ISO 8601). */
  since?: string;
};

export type CellAnswer = FilledField | UnfilledField;
export type FieldAnswer = CellAnswer | FilledTable;

/** Every field of the form that was asked for, by its id, in the form's order. */
export type FormAnswer = Readonly<Record<string, FieldAnswer>>;
