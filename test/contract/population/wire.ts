/** The population database's messages, as the played one reads and writes them. */

export type PlayedCitizen = { number: string; name: string; birthDate: string; changedAt: string };

const wrap = (element: string, inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>` +
  `<ns2:${element}Response xmlns:ns2="http://dancuquocgia.bca">${inner}</ns2:${element}Response></S:Body></S:Envelope>`;

const order: Readonly<Record<string, readonly string[]>> = {
  TraCuuThongTinCongDan: ['MaHoSo', 'SoDinhDanh', 'SoCMND', 'HoVaTen', 'NgayThangNamSinh'],
  CungCapDanhSachTheoDiaPhuong: ['MaTinhThanh', 'MaPhuongXa', 'TuThoiDiem'],
  GetRequestStatus: ['MaKetQua'],
  GetResultDetailAsRecords: ['MaKetQua', 'TrangSo', 'KichThuocTrang'],
};
const head = ['MaYeuCau', 'MaDVC', 'MaTichHop', 'MaCanBo'];

export type PlayedRequest = { operation: string; fields: ReadonlyMap<string, string> };

/** Reads a request by patterns of its own, not with the code under test. */
function parse(body: string): { operation: string; fields: [string, string][] } {
  const match = /<soap:Body><(\w+) xmlns="http:\/\/dancuquocgia\.bca">(.*)<\/\1><\/soap:Body>/s.exec(body);
  const fields = (match?.[2] ?? '').matchAll(/<(\w+)>(.*?)<\/\1>/gs);
  return {
    operation: match?.[1] ?? '',
    fields: [...fields].map(([, name = '', value = '']): [string, string] => [name, value]),
  };
}

/** Reads a request; undefined if it is not one, or its parameters are not in the order prescribed. */
export function readRequest(body: string): PlayedRequest | undefined {
  const { operation, fields } = parse(body);
  const names = [...head, ...(order[operation] ?? [])];
  const places = fields.map(([name]) => names.indexOf(name));
  const inOrder = places.every((place, index) => place > (places[index - 1] ?? -1));
  const hasHead = head.every((name, index) => fields[index]?.[0] === name);
  return inOrder && hasHead && operation in order ? { operation, fields: new Map(fields) } : undefined;
}

export function citizen({ number, name, birthDate, changedAt }: PlayedCitizen): string {
  return (
    `<CongDan><SoDinhDanh>${number}</SoDinhDanh><SoCMND/><HoVaTen><Ho/><ChuDem></ChuDem><Ten>${name}</Ten></HoVaTen>` +
    `<NgayThangNamSinh><NgayThangNam>${birthDate.replaceAll('-', '')}</NgayThangNam></NgayThangNamSinh>` +
    `<QuocTich></QuocTich><ThoiDiemCapNhat>${changedAt}</ThoiDiemCapNhat></CongDan>`
  );
}

export function collection(citizens: readonly string[], dataTime: string): string {
  const count = String(citizens.length);
  return `<CongdanCollection ThoiDiemDuLieu="${dataTime}" SoCongDan="${count}">${citizens.join('\n')}</CongdanCollection>`;
}

export const answers = {
  lookup: (citizens: readonly string[], dataTime: string) =>
    wrap('TraCuuThongTinCongDan', collection(citizens, dataTime)),
  lookupWithoutCollection: () => wrap('TraCuuThongTinCongDan', ''),
  list: (id: string) => wrap('CungCapDanhSachTheoDiaPhuong', `<MaKetQua>${id}</MaKetQua>`),
  status: (state: string) => wrap('GetRequestStatus', `<TrangThai>${state}</TrangThai><TongSo>0</TongSo>`),
  page: (page: string, total: number, content: string) =>
    wrap('GetResultDetailAsRecords', `<TrangSo>${page}</TrangSo><TongSo>${String(total)}</TongSo>${content}`),
  fault: (blame: 'Client' | 'Server', code: string, text = 'x') =>
    `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><S:Fault><faultcode>S:${blame}</faultcode>` +
    `<faultstring>${text}</faultstring><detail><MaLoi>${code}</MaLoi></detail></S:Fault></S:Body></S:Envelope>`,
};

export const repeatedRequest = 'MA_YEU_CAU_TRUNG';
export const wrongOrder = 'SAI_THU_TU';
export const expired = 'KET_QUA_HET_HAN';
export const unknownList = 'KET_QUA_KHONG_TON_TAI';
export const states = { working: 'DANG_XU_LY', done: 'HOAN_THANH', failed: 'LOI' } as const;

export const fields = {
  requestId: 'MaYeuCau',
  officer: 'MaCanBo',
  number: 'SoDinhDanh',
  name: 'HoVaTen',
  birthDate: 'NgayThangNamSinh',
  province: 'MaTinhThanh',
  since: 'TuThoiDiem',
  list: 'MaKetQua',
  page: 'TrangSo',
  pageSize: 'KichThuocTrang',
} as const;

export const operations = {
  lookup: 'TraCuuThongTinCongDan',
  list: 'CungCapDanhSachTheoDiaPhuong',
  status: 'GetRequestStatus',
  page: 'GetResultDetailAsRecords',
} as const;

export function birthDateXml(date: string): string {
  return `<NgayThangNam>${date.replaceAll('-', '')}</NgayThangNam>`;
}
