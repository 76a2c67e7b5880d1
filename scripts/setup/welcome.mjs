/** What a person reads when all is up: where everything is, and three things to try. */
import { addressesOf } from './hub-config.mjs';

/**
 * Another name that the same person could have had: the last word, the given name, is changed.
 *
 * @param {string} fullName
 */
export function corrected(fullName) {
  const words = fullName.split(' ');
  const given = words.at(-1) === 'Bình' ? 'Khánh' : 'Bình';
  return [...words.slice(0, -1), given].join(' ');
}

/**
 * The three commands, for a POSIX shell in the project folder.
 *
 * @param {import('./ports.mjs').Ports} ports
 * @param {import('./sandbox-file.mjs').Sample[]} citizens
 */
export function commandsToTry(ports, citizens) {
  const { api, sandbox } = addressesOf(ports);
  const { personalNumber = '', fullName = '' } = citizens[0] ?? {};
  const json = "-H 'Content-Type: application/json'";
  const prefill = { form: 'ct01', subject: { personalNumber }, purpose: 'TTHC', caseCode: 'H29-2026-0001' };
  const correction = { type: 'name-correction', personalNumber, fullName: corrected(fullName) };
  return {
    prefill: `curl -s -H "Authorization: Bearer $(npx lienthong token portal)" ${json} -d '${JSON.stringify(prefill)}' ${api}/v1/prefill`,
    correction: `curl -s ${json} -d '${JSON.stringify(correction)}' ${sandbox}/events`,
    failures: 'npx lienthong failures list',
  };
}

/**
 * @param {import('./ports.mjs').Ports} ports
 * @param {import('./sandbox-file.mjs').Sample[]} citizens
 */
export function welcome(ports, citizens) {
  const { api, docs, metrics, sandbox, site } = addressesOf(ports);
  const { prefill, correction, failures } = commandsToTry(ports, citizens);
  return `
Liên thông đã sẵn sàng.  Liên thông is ready.

  API                                    ${api}/v1
  Tài liệu API / API docs                ${docs}
  Số đo / Metrics                        ${metrics}
  Hệ thống giả lập / Sandbox             ${sandbox}
  Cổng dịch vụ công giả lập / Portal     ${site}

Thử ngay (mở cửa sổ dòng lệnh khác tại thư mục này).
Try it (in another terminal, in this folder):

  1. Điền sẵn tờ khai CT01 cho một công dân / Prefill form CT01 for one citizen:

${prefill}

  2. Cải chính họ tên của người ấy ở hộ tịch, rồi chạy lại lệnh 1 / Correct that person's name at civil status, then run 1 again:

${correction}

  3. Xem bản ghi không xử lý được / See the records that could not be processed:

${failures}

Công dân mẫu, địa chỉ, tài khoản / Sample citizens, addresses, clients: .data/sandbox.json
Nhật ký / Logs: .data/logs/
Ctrl-C để dừng tất cả / Ctrl-C stops everything.
`;
}
