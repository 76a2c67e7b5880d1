/** What the health system writes to its topic. */

export type PlayedRecord = {
  id: string;
  patient: string;
  /** As written; a plausible time if not given. */
  updatedAt?: string;
  more?: Record<string, unknown>;
};

/** One record as the value of a message. */
export function patientRecord({
  id,
  patient,
  updatedAt = '2026-03-01T07:00:00.250+07:00',
  more,
}: PlayedRecord): string {
  // The spaces are the sector's own: the body has to stay as it came.
  return JSON.stringify({ maHoSo: id, maBenhNhan: patient, capNhatLuc: updatedAt, ...more }).replaceAll('":', '" : ');
}
