/**
 * The rules a fault can name, in Vietnamese; in English they stand where each list is kept. Every rule has words here, so
 * there is no fault that can be told in one language only.
 */
import type { FaultCode } from '../../mappings/contract.ts';
import type { RequestFaultCode } from './faults.ts';

/** One sentence for every code a fault of a request or of a record can have. */
export const faultWords: Readonly<Record<RequestFaultCode | FaultCode, string>> = {
  missing: 'Thiếu giá trị bắt buộc phải có.',
  'wrong-type': 'Giá trị không đúng kiểu.',
  'unknown-field': 'Trường này không thuộc yêu cầu.',
  'out-of-range': 'Số quá nhỏ hoặc quá lớn.',
  'wrong-length': 'Danh sách hoặc văn bản quá ngắn hoặc quá dài.',
  format: 'Văn bản không đúng định dạng yêu cầu.',
  'not-in-list': 'Giá trị không nằm trong số các giá trị được phép.',
  'unknown-form': 'Không có biểu mẫu này.',
  'unknown-version': 'Biểu mẫu không có phiên bản này.',
  'unknown-form-field': 'Biểu mẫu không có trường này.',
  'unknown-role': 'Biểu mẫu không có người với vai trò này.',
  'purpose-not-allowed': 'Hệ thống này không được phép hỏi với mục đích đã nêu.',
  'form-not-allowed': 'Hệ thống này không được phép điền biểu mẫu này với mục đích đã nêu.',
  'repeated-field': 'Trường được hỏi nhiều hơn một lần.',
  'repeated-name': 'Một đối tượng có hai thành phần trùng tên.',
  'extra-field': 'Biểu mẫu không có trường này nên không thể nói gì về nó.',
  'seal-of-another-case': 'Niêm phong thuộc về một hồ sơ khác.',
  'seal-of-another-form': 'Niêm phong thuộc về biểu mẫu khác hoặc phiên bản khác của biểu mẫu.',
  'seal-of-another-person': 'Niêm phong thuộc về một người khác.',
  'body-too-large': 'Nội dung hoặc bản ghi lớn hơn mức được nhận.',
  'unknown-person': 'Hệ thống không có ai ứng với số hoặc khóa này.',
  'same-person': 'Cả hai vốn đã là một người.',
  'not-among-people': 'Người được giữ lại không phải một trong những người đã nêu.',
  'survivor-without-number': 'Trong hai người, người có số định danh cá nhân là người được giữ lại.',
  'without-number': 'Người này không có số định danh cá nhân đang dùng.',
  'record-not-held': 'Người này không có bản ghi như vậy.',
  'records-of-several-keys': 'Các bản ghi thuộc nhiều khóa khác nhau; mỗi khóa cần một quyết định riêng.',
  'contradicts-act': 'Một quyết định đang có hiệu lực nói khác.',
  'already-decided': 'Một quyết định đang có hiệu lực đã nói như vậy.',
  'malformed-json': 'Nội dung không phải JSON.',
  'malformed-xml': 'Nội dung không phải XML đúng cú pháp, hoặc có DTD.',
  'malformed-csv': 'Nội dung không phải một dòng CSV dưới dòng tiêu đề có cùng số cột.',
  'not-a-record': 'Nội dung đọc được nhưng không đúng cấu trúc mà hệ thống này gửi.',
  'unknown-type': 'Loại bản ghi không thuộc các loại mà hệ thống này được biết là sẽ gửi.',
  'personal-number-format': 'Số định danh cá nhân gồm 12 chữ số và không phải số giữ chỗ (000000000000).',
  'old-identity-number-format': 'Số chứng minh nhân dân cũ gồm 9 chữ số.',
  'social-insurance-number-format': 'Mã số bảo hiểm xã hội gồm 10 chữ số.',
  'health-insurance-number-format': 'Số thẻ bảo hiểm y tế gồm 15 ký tự, hoặc 10 chữ số cuối của số thẻ.',
  'tax-number-format': 'Mã số thuế gồm 10 chữ số, hoặc 13 chữ số nếu là chi nhánh, hoặc là số định danh cá nhân.',
  'passport-number-format': 'Số hộ chiếu gồm 6 đến 15 chữ cái và chữ số.',
  'date-format': 'Ngày không ở dạng nào mà hệ thống này dùng.',
  'date-impossible': 'Không có ngày này.',
  'date-in-future':
    'Ngày ở trong tương lai. Nếu là cảnh báo: thời điểm thay đổi cũng ở trong tương lai, nên lấy thời điểm tiếp nhận thay thế.',
  'text-too-long': 'Văn bản dài hơn mọi giá trị có thật của trường này.',
  'control-character': 'Văn bản có ký tự NUL hoặc ký tự điều khiển khác.',
  'not-text': 'Giá trị phải là văn bản.',
  'not-a-whole-number': 'Giá trị phải là số nguyên.',
  'combining-marks': 'Văn bản chồng nhiều dấu lên nhau; không có tên nào viết như vậy.',
  'legacy-encoding':
    'Văn bản có từ ở bảng mã TCVN3 (ABC), VNI hoặc UTF-8 đọc sai và không thể xác định toàn bộ, hoặc đã mất chữ.',
  'unknown-code': 'Mã không có trong danh mục hệ thống này khai báo; mã được giữ nguyên.',
  'address-not-resolved':
    'Không xác định chắc chắn được các đơn vị hành chính nêu trong địa chỉ; địa chỉ được giữ nguyên như khi nhận.',
  'ethnic-mismatch': 'Tên dân tộc không khớp với mã theo bảng mã đã khai báo; lấy theo tên.',
  'extension-mismatch':
    'Phần tử riêng của trục nói khác các phần tử của quy chuẩn; các phần tử của quy chuẩn được dùng.',
  'contradicting-values': 'Hai giá trị của bản ghi mâu thuẫn với nhau; không giá trị nào được dùng.',
  'sex-mismatch': 'Giới tính khai báo khác với giới tính thể hiện trong số định danh cá nhân.',
  'birth-year-mismatch': 'Năm sinh khai báo khác với năm sinh thể hiện trong số định danh cá nhân.',
  'unknown-prefix': 'Số định danh cá nhân bắt đầu bằng mã nơi đăng ký không có trong danh mục.',
};
