/** What social insurance calls the columns of its files, and the operations on a record. */
import type { AddressNames } from '../../lib/persons.ts';

export const wire = {
  recordNumber: 'so_ho_so',
  version: 'phien_ban',
  operation: 'thao_tac',
  changedAt: 'thoi_diem',
  bookNumber: 'ma_so_bhxh',
  personalNumber: 'so_dinh_danh',
  oldIdentityNumber: 'so_cmnd',
  name: 'ho_ten',
  birthDate: 'ngay_sinh',
  sex: 'gioi_tinh',
  ethnicity: 'dan_toc',
  nationality: 'quoc_tich',
  healthInsuranceNumber: 'ma_the_bhyt',
  phone: 'dien_thoai',
} as const;

export const addressNames: AddressNames = {
  country: 'ma_quoc_gia',
  province: 'ma_tinh',
  district: 'ma_huyen',
  commune: 'ma_xa',
  detail: 'dia_chi',
};
