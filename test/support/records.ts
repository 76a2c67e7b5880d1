/** Records of civil status as the system itself writes them. */
import { z } from 'zod';

export type Act = {
  sequence: number;
  eventId: string;
  kind?: string;
  personalNumber?: string;
  fullName?: string;
  birthDate?: string;
  sex?: string;
  content?: Record<string, unknown>;
};

/** An entry of the feed; a name correction unless told otherwise. */
export function act({ sequence, eventId, kind, personalNumber, fullName, birthDate, sex, content }: Act): object {
  const name = fullName ?? 'Nguyễn Thị Mới';
  return {
    soThuTu: sequence,
    maSuKien: eventId,
    loai: kind ?? 'CAI_CHINH_HO_TEN',
    thoiDiemGhi: '2026-01-02T03:04:05.678Z',
    congDan: { soDinhDanh: personalNumber, hoVaTen: name, ngaySinh: birthDate ?? '1990-05-12', gioiTinh: sex ?? '1' },
    noiDung: content ?? { hoVaTenCu: 'Nguyễn Thị Cũ', hoVaTenMoi: name, ngayHieuLuc: '2026-01-01' },
  };
}

const fault = z.object({ path: z.string(), code: z.string(), expected: z.string() });
const recordResult = z.object({
  index: z.number(),
  id: z.string(),
  status: z.string(),
  errors: z.array(fault).optional(),
});

/** A problem, as far as tests look at it. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  errors: z.array(fault).optional(),
  records: z.array(recordResult).optional(),
});

/** What became of records pushed: ids of those taken, or a result for each. */
export const pushed = z.object({ records: z.array(z.object({ id: z.string(), status: z.string().optional() })) });

const failureSummary = z.object({
  id: z.string(),
  stage: z.string(),
  code: z.string(),
  faults: z.array(fault),
  system: z.string(),
  type: z.string(),
  origin: z.object({ topic: z.string(), partition: z.number(), offset: z.number() }),
  attempts: z.number(),
  status: z.string(),
  bytes: z.number(),
});
export const failurePage = z.object({ failures: z.array(failureSummary), next: z.string().optional() });
export const failureDetail = failureSummary.extend({
  contentType: z.string(),
  body: z.string().nullable(),
  bodyBase64: z.string(),
  replays: z.array(z.object({ at: z.string(), by: z.string(), reason: z.string() })),
});
