/** What the health system calls things in a patient's record. Diagnoses, allergies and the like are not named: not read. */

/** The one kind of record it sends, by the name the connector gives it. */
export const recordType = 'patient-record';

export const wire = {
  updatedAt: 'capNhatLuc',
  personalNumber: 'soDinhDanh',
  healthInsuranceNumber: 'soTheBHYT',
  socialInsuranceNumber: 'maSoBHXH',
  name: 'hoTen',
  birthDate: 'ngaySinh',
  sex: 'gioiTinh',
  ethnicity: 'danToc',
  bloodGroup: 'nhomMau',
  address: 'diaChi',
  phone: 'dienThoai',
  isDead: 'daTuVong',
  deathDate: 'ngayTuVong',
} as const;
