/** What a sector system sends, in its own names: the example of the OpenAPI document. */

/** A correction of a name, as civil status tells it (connectors/sectors/civil-status). */
export const civilStatusRecord = {
  soThuTu: 900002,
  maSuKien: 'CC-2026-900002',
  loai: 'CAI_CHINH_HO_TEN',
  thoiDiemGhi: '2026-01-02T03:04:05.678Z',
  congDan: { soDinhDanh: '079190000001' },
  noiDung: { hoVaTenCu: 'Nguyễn Văn An', hoVaTenMoi: 'Nguyễn Văn Ân', ngayHieuLuc: '2026-01-02' },
};
