/**
 * Problem details (RFC 9457): the closed list of what a caller can be told, and the error that carries one. A problem
 * names fields and rules, never values.
 */
import type { TokenFault } from '../security/token-error.ts';

/** Problem types are named under this address. It names, it does not lead anywhere. */
export const problemBase = 'https://lienthong.example/problems/';

type Definition = { status: number; en: string; vi: string };

/** Every problem of the API: its status and titles. */
export const problems = {
  'malformed-json': { status: 400, en: 'The body is not JSON.', vi: 'Nội dung gửi lên không phải JSON.' },
  'malformed-request': { status: 400, en: 'The request is not proper HTTP.', vi: 'Yêu cầu HTTP không hợp lệ.' },
  'token-missing': { status: 401, en: 'An access token is needed.', vi: 'Cần có mã truy cập.' },
  'token-malformed': {
    status: 401,
    en: 'The access token is not one by RFC 9068.',
    vi: 'Mã truy cập không đúng dạng RFC 9068.',
  },
  'token-expired': { status: 401, en: 'The access token has expired.', vi: 'Mã truy cập đã hết hạn.' },
  'token-not-active': {
    status: 401,
    en: 'The access token is not valid yet.',
    vi: 'Mã truy cập chưa có hiệu lực.',
  },
  'token-wrong-type': {
    status: 401,
    en: 'The token is not an access token.',
    vi: 'Mã gửi lên không phải mã truy cập.',
  },
  'token-foreign-issuer': {
    status: 401,
    en: 'The access token is from another issuer.',
    vi: 'Mã truy cập do nơi khác cấp.',
  },
  'token-foreign-audience': {
    status: 401,
    en: 'The access token is for another service.',
    vi: 'Mã truy cập dành cho dịch vụ khác.',
  },
  'token-foreign-key': {
    status: 401,
    en: 'The access token is not signed with the issuer’s key.',
    vi: 'Mã truy cập không được ký bằng khóa của nơi cấp.',
  },
  'scope-missing': {
    status: 403,
    en: 'The access token does not allow this.',
    vi: 'Mã truy cập không cho phép thao tác này.',
  },
  'purpose-not-allowed': {
    status: 403,
    en: 'This client may not ask for this purpose.',
    vi: 'Hệ thống này không được phép hỏi với mục đích đã nêu.',
  },
  'form-not-allowed': {
    status: 403,
    en: 'This client may not fill this form for this purpose.',
    vi: 'Hệ thống này không được phép điền biểu mẫu này với mục đích đã nêu.',
  },
  'unknown-route': { status: 404, en: 'There is nothing at this address.', vi: 'Không có gì ở địa chỉ này.' },
  'unknown-system': {
    status: 404,
    en: 'No system of this name sends records here.',
    vi: 'Không có hệ thống nào mang tên này gửi dữ liệu vào đây.',
  },
  'unknown-prefill': {
    status: 404,
    en: 'This client was given no such answer.',
    vi: 'Hệ thống này chưa từng nhận kết quả điền sẵn nào mang mã này.',
  },
  'unknown-failure': { status: 404, en: 'There is no such failure.', vi: 'Không có bản ghi lỗi này.' },
  'unknown-person': {
    status: 404,
    en: 'The hub holds nobody under this.',
    vi: 'Hệ thống không có ai ứng với thông tin này.',
  },
  'unknown-review': { status: 404, en: 'There is no such question.', vi: 'Không có câu hỏi đối chiếu này.' },
  'unknown-act': {
    status: 404,
    en: 'No such act is filed, or it is still on its way.',
    vi: 'Không có quyết định này, hoặc quyết định đang được ghi nhận.',
  },
  'method-not-allowed': {
    status: 405,
    en: 'This address does not take this method.',
    vi: 'Địa chỉ này không nhận phương thức đã dùng.',
  },
  'already-replayed': {
    status: 409,
    en: 'The failure was replayed already.',
    vi: 'Bản ghi lỗi đã được xử lý lại.',
  },
  'already-decided': { status: 409, en: 'The question is not open.', vi: 'Câu hỏi đối chiếu không còn mở.' },
  'already-annulled': { status: 409, en: 'The act was taken back already.', vi: 'Quyết định đã được hủy trước đó.' },
  'act-contradicts': {
    status: 409,
    en: 'An act in force says otherwise, or says so already.',
    vi: 'Một quyết định đang có hiệu lực nói khác, hoặc đã nói như vậy.',
  },
  'subject-deceased': {
    status: 409,
    en: 'A death is recorded of the person the form is about, and this client fills no form for the dead.',
    vi: 'Người cần điền biểu mẫu đã có đăng ký khai tử; hệ thống này không được điền biểu mẫu cho người đã mất.',
  },
  'outcome-known': {
    status: 409,
    en: 'Something else was told of this answer before, and stands.',
    vi: 'Kết quả khác đã được ghi nhận trước đó và được giữ nguyên.',
  },
  'body-too-large': { status: 413, en: 'The body is too large.', vi: 'Nội dung gửi lên quá lớn.' },
  'record-too-large': { status: 413, en: 'A record is too large.', vi: 'Một bản ghi quá lớn.' },
  'unsupported-content-type': {
    status: 415,
    en: 'This kind of content is not taken here.',
    vi: 'Không nhận loại nội dung này.',
  },
  'invalid-request': { status: 422, en: 'The request has faults.', vi: 'Yêu cầu có lỗi.' },
  'unknown-form': { status: 422, en: 'The form is not known.', vi: 'Không có biểu mẫu này.' },
  'unknown-version': { status: 422, en: 'The form has no such version.', vi: 'Biểu mẫu không có phiên bản này.' },
  'unknown-fields': {
    status: 422,
    en: 'Fields are asked for that the form does not have.',
    vi: 'Có trường được hỏi không thuộc biểu mẫu.',
  },
  'unknown-role': {
    status: 422,
    en: 'People are named for whom the form has no place.',
    vi: 'Có người được nêu với vai trò không có trong biểu mẫu.',
  },
  'subject-malformed': {
    status: 422,
    en: 'The person the form is about is not properly named.',
    vi: 'Thông tin nêu người cần điền biểu mẫu không hợp lệ.',
  },
  'case-code-missing': {
    status: 422,
    en: 'A form is filled in a case only: its code is missing.',
    vi: 'Chỉ điền sẵn biểu mẫu trong một hồ sơ: còn thiếu mã hồ sơ.',
  },
  'repeated-fields': {
    status: 422,
    en: 'Fields are asked for more than once.',
    vi: 'Có trường được hỏi nhiều hơn một lần.',
  },
  'extra-fields': {
    status: 422,
    en: 'The submission has fields that the form does not have.',
    vi: 'Dữ liệu gửi lên có trường không thuộc biểu mẫu.',
  },
  'seal-of-another-case': {
    status: 422,
    en: 'The seal was given in another case.',
    vi: 'Niêm phong thuộc về một hồ sơ khác.',
  },
  'seal-of-another-form': {
    status: 422,
    en: 'The seal was given for another form, or another version of it.',
    vi: 'Niêm phong thuộc về biểu mẫu khác hoặc phiên bản khác của biểu mẫu.',
  },
  'seal-of-another-person': {
    status: 422,
    en: 'The seal was given for another person.',
    vi: 'Niêm phong thuộc về một người khác.',
  },
  'records-refused': {
    status: 422,
    en: 'No record could be taken; they are kept for replay under the ids given.',
    vi: 'Không nhận được bản ghi nào; các bản ghi được giữ lại để xử lý lại theo mã đã cấp.',
  },
  'cannot-replay': {
    status: 422,
    en: 'The record still cannot be read.',
    vi: 'Bản ghi vẫn chưa đọc được.',
  },
  'act-refused': {
    status: 422,
    en: 'As things stand this cannot be done.',
    vi: 'Không thể thực hiện với dữ liệu hiện có.',
  },
  'internal-error': { status: 500, en: 'The hub failed at this.', vi: 'Hệ thống gặp lỗi khi xử lý.' },
  'keys-unavailable': {
    status: 503,
    en: 'The token issuer’s keys cannot be had at the moment.',
    vi: 'Hiện không lấy được khóa của nơi cấp mã truy cập.',
  },
  'store-unavailable': {
    status: 503,
    en: 'The store does not answer at the moment.',
    vi: 'Kho dữ liệu hiện không phản hồi.',
  },
  'broker-unavailable': {
    status: 503,
    en: 'Records cannot be taken at the moment; nothing of this request was.',
    vi: 'Hiện chưa nhận được bản ghi; chưa bản ghi nào trong yêu cầu này được nhận.',
  },
} as const satisfies Record<string, Definition> & Record<TokenFault, Definition>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong with a request: where, which rule, what was expected. Never the value itself. */
export type RequestFault = { path: string; code: string; expected: string };

type Details = {
  detail?: string;
  errors?: readonly RequestFault[];
  headers?: Readonly<Record<string, string>>;
  /** Members beyond the standard ones. */
  extensions?: Readonly<Record<string, unknown>>;
  cause?: unknown;
};

/** Ends a request with a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly details: Details;

  constructor(code: ProblemCode, details: Details = {}) {
    super(`answering a request: ${code}`, { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}

export type Language = 'en' | 'vi';

/** What an answer with words in it says of its language, so that no cache gives it to who prefers the other. */
export function languageHeaders(language: Language): Record<string, string> {
  return { 'Content-Language': language, Vary: 'Accept-Language' };
}
