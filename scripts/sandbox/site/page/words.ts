/** Every word of the page itself, in both languages. What is said of a field comes with the form. */
import type { Language, Text, Trouble, Verdict, Verified } from '../contract.ts';

export const words = {
  skip: { vi: 'Đến nội dung chính', en: 'Skip to the main content' },
  brand: { vi: 'Cổng dịch vụ công tỉnh', en: 'Provincial service portal' },
  brandMore: { vi: 'Bản mô phỏng · mọi công dân đều là hư cấu', en: 'A simulation · all citizens are invented' },
  title: { vi: 'Nhà nước đã có thì công dân không phải khai lại', en: 'What the state knows, nobody declares again' },
  lead: {
    vi: 'Chọn một công dân và một tờ khai. Cổng hỏi trục Liên thông và điền sẵn, từng mục có nguồn và ngày.',
    en: 'Choose a citizen and a form. The portal asks the Liên thông hub and fills it, each field with its source and date.',
  },
  citizen: { vi: 'Công dân', en: 'Citizen' },
  byIndex: { vi: 'Hoặc số thứ tự', en: 'Or by index' },
  noSuchIndex: {
    vi: 'Không có công dân nào ở số thứ tự này: hãy nhập một số trong khoảng trên.',
    en: 'There is no citizen of this index: give a number in the range above.',
  },
  other: { vi: 'Người thứ hai', en: 'The other person' },
  nobody: { vi: 'Không nêu ai', en: 'Nobody' },
  otherHint: {
    vi: 'Chưa có hồ sơ nào nêu người này: nếu không nêu ở đây thì phần về người ấy để trống.',
    en: 'No record names them yet: unless they are named here, what is about them stays empty.',
  },
  form: { vi: 'Tờ khai', en: 'Form' },
  open: { vi: 'Mở tờ khai', en: 'Open the form' },
  opening: { vi: 'Đang hỏi trục Liên thông…', en: 'Asking the hub…' },
  savedTitle: { vi: 'Không phải khai', en: 'Not to be declared' },
  sourcesTitle: { vi: 'Nguồn dữ liệu', en: 'Where it comes from' },
  sourcesHint: {
    vi: 'Đưa con trỏ hoặc chuyển tiêu điểm vào một mục để xem chi tiết nguồn.',
    en: 'Point at a field, or move the focus to it, to read more of its source.',
  },
  citizenSource: { vi: 'Công dân tự điền', en: 'For the citizen to fill in' },
  submit: { vi: 'Nộp hồ sơ', en: 'Hand in' },
  submitHint: {
    vi: 'Trục Liên thông đối chiếu từng mục với giá trị đã cấp.',
    en: 'The hub compares every field with what it gave.',
  },
  submitting: { vi: 'Đang đối chiếu…', en: 'Verifying…' },
  incomplete: { vi: 'Hồ sơ chưa đủ: xem các mục được đánh dấu.', en: 'Not complete yet: see the fields marked.' },
  forgeTitle: { vi: 'Thử giả mạo một mục', en: 'Try to forge a field' },
  forgeLead: {
    vi: 'Sửa dữ liệu sau lưng cổng, như người biết lập trình có thể làm, rồi nộp: hệ thống nêu đúng mục đó.',
    en: 'Change data behind the portal’s back, as somebody with a tool could, then hand in: that field is named.',
  },
  forgeField: { vi: 'Mục', en: 'Field' },
  forgeValue: { vi: 'Đổi giá trị', en: 'Change the value' },
  forgeSeal: { vi: 'Đánh tráo bằng chứng', en: 'Swap the proof' },
  forgedValue: { vi: 'Đã đổi giá trị của mục', en: 'The value was changed of' },
  forgedSeal: { vi: 'Đã đánh tráo bằng chứng của mục', en: 'The proof was swapped of' },
  resultTitle: { vi: 'Kết quả đối chiếu', en: 'What the hub found' },
  outdated: {
    vi: 'Tờ khai đã thay đổi từ lần nộp trước: hãy nộp lại để đối chiếu.',
    en: 'The form was changed since it was handed in: hand it in again to have it compared.',
  },
  field: { vi: 'Mục', en: 'Field' },
  verdict: { vi: 'Kết luận', en: 'Verdict' },
  reportTitle: { vi: 'Số liệu tái sử dụng trong tháng', en: 'Reuse this month' },
  reportLead: {
    vi: 'Số mục công dân không phải khai, chỉ tính giá trị từ cơ quan có trách nhiệm và được nộp nguyên vẹn.',
    en: 'Fields citizens did not declare: only those from who is in charge of them, handed in unedited, count.',
  },
  reportAgain: { vi: 'Cập nhật', en: 'Refresh' },
  reportNone: { vi: 'Chưa có hồ sơ nào được nộp trong tháng.', en: 'Nothing was handed in this month yet.' },
  agency: { vi: 'Mã cơ quan', en: 'Agency code' },
  total: { vi: 'Tổng cộng', en: 'Total' },
  answers: { vi: 'Lượt điền', en: 'Filled' },
  submissions: { vi: 'Đã nộp', en: 'Handed in' },
  declarable: { vi: 'Mục phải khai', en: 'To declare' },
  prefilled: { vi: 'Mục điền sẵn', en: 'Given' },
  accepted: { vi: 'Được công nhận', en: 'Saved' },
  share: { vi: 'Tỷ lệ', en: 'Share' },
  deceased: { vi: 'Đã có đăng ký khai tử.', en: 'A death is recorded.' },
  unknown: { vi: 'Trục chưa có dữ liệu về người này.', en: 'The hub holds nothing of this person.' },
  draft: {
    vi: 'Biểu mẫu dự thảo, chưa đối chiếu với mẫu in.',
    en: 'A draft of the form, not checked against the printed one.',
  },
  legalSource: { vi: 'Căn cứ', en: 'Set by' },
  born: { vi: 'sinh', en: 'born' },
  caseCode: { vi: 'Mã hồ sơ', en: 'Case' },
  chosenByIndex: { vi: 'theo số thứ tự', en: 'by index' },
  foot: {
    vi: 'Trang này thuộc môi trường thử nghiệm của Liên thông. Biểu mẫu do Form.io hiển thị từ máy chủ này.',
    en: 'This page is part of the sandbox of Liên thông. Forms are rendered by Form.io, served from here.',
  },
} as const satisfies Record<string, Text>;

export type Word = keyof typeof words;

export const verdictWords: Readonly<Record<Verdict, Text>> = {
  untouched: { vi: 'Nguyên vẹn', en: 'Untouched' },
  edited: { vi: 'Đã bị sửa', en: 'Edited' },
  forged: { vi: 'Giả mạo', en: 'Forged' },
  expired: { vi: 'Hết hạn', en: 'Expired' },
  declared: { vi: 'Công dân khai', en: 'Declared' },
};

export const verdictTexts: Readonly<Record<Verdict, Text>> = {
  untouched: { vi: 'đúng giá trị trục đã cấp', en: 'the value the hub gave' },
  edited: { vi: 'trục đã cấp giá trị khác', en: 'the hub gave another value' },
  forged: { vi: 'bằng chứng không phải của trục cho mục này', en: 'the proof is not the hub’s for this field' },
  expired: { vi: 'đúng giá trị, nhưng bằng chứng đã quá hạn', en: 'the value given, and its proof has run out' },
  declared: { vi: 'không nhận là của trục', en: 'nothing is claimed to come from the hub' },
};

export const sealWords: Readonly<Record<Verified['seal'], Text>> = {
  genuine: { vi: 'Dấu niêm phong của trục hợp lệ.', en: 'The hub’s seal is genuine.' },
  expired: { vi: 'Dấu niêm phong của trục đã hết hạn.', en: 'The hub’s seal has expired.' },
  forged: { vi: 'Dấu niêm phong không phải của trục.', en: 'The seal is not the hub’s.' },
};

export const outcomeWords: Readonly<Record<NonNullable<Verified['outcome']>, Text>> = {
  recorded: { vi: 'Kết quả đã ghi vào số liệu.', en: 'The outcome is on record.' },
  known: { vi: 'Hồ sơ này đã được ghi trước đó, không ghi lại.', en: 'It was on record before, and that stands.' },
  'not-recorded': { vi: 'Kết quả không được ghi.', en: 'The outcome is not on record.' },
};

export const troubleWords: Readonly<Record<Trouble['code'] | 'server-silent', Text>> = {
  'no-hub': { vi: 'Sandbox chạy không có trục Liên thông.', en: 'The sandbox runs without a hub.' },
  'hub-silent': { vi: 'Trục Liên thông không trả lời. Hãy thử lại.', en: 'The hub does not answer. Try again.' },
  'hub-refused': { vi: 'Trục Liên thông từ chối yêu cầu.', en: 'The hub refused the request.' },
  'unknown-citizen': { vi: 'Không có công dân này.', en: 'There is no such citizen.' },
  'unfit-other': {
    vi: 'Phải là một người khác với công dân đã chọn, và đúng giới tính tờ khai yêu cầu.',
    en: 'It has to be somebody else than the citizen chosen, and of the sex the form is for.',
  },
  'unknown-opening': {
    vi: 'Tờ khai này không còn được lưu: hãy mở lại.',
    en: 'This form is not kept any more: open it again.',
  },
  'server-silent': { vi: 'Máy chủ của cổng không trả lời.', en: 'The portal’s server does not answer.' },
};

/** Form.io's own words; its English is built in. */
export const engineWords: Readonly<Record<Language, Record<string, string>>> = {
  vi: {
    required: 'Cần điền: {{field}}',
    error: 'Hãy sửa các lỗi sau trước khi nộp.',
    submitError: 'Hãy kiểm tra và sửa các mục có lỗi trước khi nộp.',
    errorsListNavigationMessage: 'Bấm để đến mục có lỗi.',
    errorListHotkey: 'Nhấn Ctrl + Alt + X để quay lại danh sách lỗi.',
    complete: 'Đã nộp',
    addAnother: 'Thêm dòng',
    remove: 'Xóa dòng',
    addOrRemove: 'Thêm hoặc xóa dòng',
    select: '{{field}}: lựa chọn không hợp lệ',
    'numeric only': 'chỉ nhập số',
    autocomplete: 'tự điền',
  },
  en: { addOrRemove: 'Add or remove a row', 'numeric only': 'digits only', autocomplete: 'autocomplete' },
};
