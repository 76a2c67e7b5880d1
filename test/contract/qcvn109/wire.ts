/** National messages, as agencies write them. Everybody in them is invented. */

const namespaces = 'xmlns:dc="http://www.mic.gov.vn/dancu/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

export function citizenXml(number: string, more = ''): string {
  return `<dc:CongDan>\n  <dc:SoDinhDanh> ${number}</dc:SoDinhDanh><dc:HoVaTen><dc:Ten>A &amp; B</dc:Ten></dc:HoVaTen>${more}</dc:CongDan>`;
}

export function collectionXml(citizens: readonly string[], time = '2017-01-01T00:00:00'): string {
  const head = `<?xml version="1.0" encoding="utf-8"?>\n<dc:CongdanCollection GhiChu="Ví dụ" ThoiDiemDuLieu="${time}"`;
  return `${head} SoCongDan="${String(citizens.length)}" ${namespaces}>\n ${citizens.join('\n ')}\n</dc:CongdanCollection>\n`;
}

export const changedAtXml = '<dc:ThoiDiemCapNhat>2026-02-01T10:00:00+07:00</dc:ThoiDiemCapNhat>';

/** Written with spaces of its own, which must stay. */
export function citizenJson(number: string, name = 'SoDinhDanh'): string {
  return `{ "${name}" : "${number}",\n "HoVaTen":{"Ten" :"\\u0041, ]}"} , "n":1.0 }`;
}

export const timedJson = '{"SoDinhDanh":"001090000001","ThoiDiemCapNhat":"2026-02-01T10:00:00+07:00"}';

/** The forms in which a converter may write a collection. */
export const jsonForms: readonly ((citizens: string) => string)[] = [
  (citizens) => `{"CongdanCollection":{"ThoiDiemDuLieu":"2017-01-01T00:00:00","CongDan":${citizens}}}`,
  (citizens) =>
    `{"GhiChu":null,"Id":"1","SoCongDan":"1","ThoiDiemDuLieu":"2017-01-01T00:00:00","CongDan": ${citizens} }`,
  (citizens) => `{ "dc:CongdanCollection" : {"@ThoiDiemDuLieu":"2017-01-01T00:00:00", "dc:CongDan" : ${citizens}} }`,
  (citizens) => `{"CongdanCollection":{"-ThoiDiemDuLieu":"2017-01-01T00:00:00","CongDan":${citizens}}}`,
];

export const emptyForms = ['{"CongdanCollection":{}}', '{"ThoiDiemDuLieu":"2017-01-01T00:00:00"}', '[]'];
export const notRecords = ['1', 'null', '"CongDan"', '{"CongdanCollection":[]}', '{"CongdanCollection":1}'];
export const notCitizens = ['<CongDanCollection/>', '<a><CongDan/></a>'];
