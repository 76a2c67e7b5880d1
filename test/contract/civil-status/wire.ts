/** Civil status's messages, as the played one writes them. */

export type PlayedEvent = {
  sequence: number;
  key: string;
  personalNumber: string;
  kind?: string;
  recordedAt?: string;
  annuls?: string;
};

/** With spaces and an escape no serialiser would make, so that a body that was written anew would differ. */
export function event({ sequence, key, personalNumber, kind = 'KHAI_SINH', recordedAt, annuls }: PlayedEvent): string {
  const time = recordedAt ?? '2026-03-01T00:00:00.000Z';
  const content = annuls === undefined ? '{}' : `{"maSuKienBiHuy":"${annuls}"}`;
  return (
    `{ "soThuTu": ${String(sequence)},  "maSuKien":"${key}", "loai":"${kind}","thoiDiemGhi":"${time}",` +
    `"congDan":{"soDinhDanh":"${personalNumber}","hoVaTen":"Tr\\u1ea7n \\"[An, {B}]\\\\"}, "noiDung":${content} }`
  );
}

export function headAnswer(last: number, recordedAt: string): string {
  return JSON.stringify({ soThuTu: last, thoiDiemGhi: recordedAt });
}

export function pageAnswer(entries: readonly string[], next: number | undefined): string {
  return `{"tiepTheo":${String(next ?? null)}, "suKien" : [ ${entries.join(' ,\n')} ] }`;
}
