/** docs/reference/precedence.md, from the table of precedence and its rules. */
import { citizenFieldNames, citizenFields, type CitizenField } from '../../mappings/canonical/citizen.ts';
import { precedence, rules, type Precedence, type Rule, type Source } from '../../mappings/precedence-table.ts';
import { code, page, table } from './markdown.ts';

/** What holds for every field, in both languages. */
const principles: readonly { vi: string; en: string }[] = [
  {
    vi: 'Trong cùng một bậc, giá trị mới nhất được lấy: theo ngày có hiệu lực, rồi theo phiên bản của nguồn, rồi theo một thứ tự cố định. Thứ tự bản ghi đến không có ý nghĩa.',
    en: 'Within one place the newest statement counts: by the day since which it is so, then by its source’s version, then by a fixed order. In which order records arrive never matters.',
  },
  {
    vi: 'Giá trị tin cậy do nguồn có thẩm quyền về trường đó khẳng định; chỉ giá trị tin cậy mới được khóa trên biểu mẫu và tính là tái sử dụng. Giá trị không tin cậy không bao giờ đứng trước giá trị tin cậy, trừ `marriage-end-undated`.',
    en: 'A trusted value is stated by who is in charge of the field; only such a value may lock a field of a form and count as reused. What is not trusted never stands before what is, `marriage-end-undated` excepted.',
  },
  {
    vi: 'Giá trị đang được xác minh vẫn được dùng, kèm dấu hiệu, nguồn và ngày, nhưng không còn tin cậy. Dấu của nguồn có thẩm quyền có hiệu lực với giá trị được dùng, bất kể của ai; dấu của nguồn khác chỉ có hiệu lực với giá trị do chính nguồn đó khẳng định. Bắt đầu và kết thúc xác minh đều được thông báo là một thay đổi.',
    en: 'A value under investigation stands, marked, with its source and date, and is not trusted. A mark by who is trusted with the field holds for the value that counts, whoever stated it; a mark by anybody else for what they state themselves. That an investigation begins or ends is told as a change.',
  },
  {
    vi: 'Sự kiện bị hủy hoặc bản ghi bị xóa không còn khẳng định gì: mọi giá trị và dấu xác minh của nó biến mất ở mọi trường, giá trị từng bị nó thay thế được dùng lại, và bản tin cũ đến sau không thể khôi phục nó. Hệ thống khác có thể đã chép lại sự kiện hộ tịch bị hủy: giá trị giống như vậy ở trường do sự kiện đó quyết định, cũ hơn việc hủy, được coi là đang xác minh.',
    en: 'An annulled act or deleted row states nothing: its values and marks vanish from every field at once, what they had displaced counts again, and no older message that comes late can bring them back. Another system may have copied an annulled act of civil status: a value that says the same, in a field that the act led for, and is older than the annulment, counts as under investigation.',
  },
  {
    vi: 'Giá trị được thay trọn vẹn: không ghép số thẻ này với ngày cấp của thẻ khác, không điền thêm ngày tháng từ nguồn khác. Danh sách (con, thành viên hộ, người được đại diện) là một khẳng định trọn vẹn; gộp hai danh sách sẽ giữ lại người đã rời đi.',
    en: 'A value is replaced whole: never the number of one card with the day of issue of another, never a year of one source filled up with the day of another. A list (children, members of the household, persons represented) is one statement of how things stood; two lists joined would keep who has left.',
  },
  {
    vi: 'Danh sách con là điều hồ sơ của chính người đó ghi. Giấy khai sinh của con nêu cha mẹ trong hồ sơ của con và không bổ sung vào danh sách này.',
    en: 'The children are those the person’s own record lists. A child’s birth act names the parents in the child’s record, and adds nothing to this list.',
  },
  {
    vi: 'Khi cơ sở dữ liệu dân cư ghi nhận hôn nhân đã chấm dứt, người được nguồn khác nêu là vợ, chồng trước ngày đó không còn là vợ, chồng. Nếu có đăng ký kết hôn cũ hơn, không thể biết hôn nhân nào đã chấm dứt: tình trạng hôn nhân được dùng theo quy tắc `marriage-end-undated`, không tin cậy.',
    en: 'Where the population database tells that a marriage ended, whom another source named spouse until then is so no longer. Where an older marriage act is held, nobody can tell which marriage ended: the marital status counts by the rule `marriage-end-undated`, in its place of `marriage-ended`, and is not trusted.',
  },
  {
    vi: 'Hồ sơ của cơ sở dữ liệu dân cư là toàn bộ những gì cơ sở dữ liệu đó ghi về một người. Khi một người có nhiều hồ sơ (đổi số định danh, hai số là một người), chỉ hồ sơ mới nhất còn hiệu lực, kể cả ở những trường nó để trống.',
    en: 'A row of the population database is the whole of what it says of a person. Where a person has several (a number was replaced, two numbers turned out to be one person’s), only the newest states anything, also in what it leaves out.',
  },
  {
    vi: 'Số định danh cá nhân được dùng là số đang dùng, do mọi việc xác lập lại số và xác nhận một người quyết định cùng nhau; bậc ở bảng trên chỉ cho biết ai nêu số đó.',
    en: 'The personal number that counts is the one in use, as all acts of identity together decide; the places above tell who states it.',
  },
  {
    vi: 'Giá trị không được dùng vẫn được giữ trong bản ghi của nó, kèm lý do: bậc thấp hơn, cũ hơn, hoặc đã chấm dứt; nguồn nêu cùng giá trị được ghi là xác nhận.',
    en: 'Values that do not count are kept in their records and told with the reason: outranked, older, or ended; systems that state the same are told as confirming it.',
  },
];

/** The page as Markdown. */
export function precedencePage(): string {
  return page(
    '# Which value counts',
    'Source: `rules` and `precedence` in `mappings/precedence-table.ts`.',
    `**Tóm tắt.** Khi nhiều hệ thống nêu giá trị khác nhau cho cùng một trường, trang này cho biết giá trị nào được dùng,
theo quy tắc nào, và giá trị đó có tin cậy hay không. Bậc đứng trước thắng; trong cùng một bậc, giá trị mới nhất thắng.`,
    `Per field, from the strongest place to the weakest; the first place that somebody has made a statement of decides.
Every value the hub holds names the rule that decided it.`,
    '## Rules',
    table(
      ['rule', 'statements of', 'trusted', 'Vietnamese', 'English'],
      Object.keys(rules).filter(isRule).map(ruleRow),
    ),
    '## Fields',
    `Rules joined by "or" are equals: the newer statement counts.`,
    table(['field', 'Vietnamese', 'English', 'trusted, strongest first', 'then, not trusted'], citizenFieldNames.map(fieldRow)), // prettier-ignore
    '## What holds for every field',
    table(
      ['Vietnamese', 'English'],
      principles.map(({ vi, en }) => [vi, en]),
    ),
  );
}

function isRule(name: string): name is Rule {
  return Object.hasOwn(rules, name);
}

function ruleRow(rule: Rule): string[] {
  const { vi, en, trusted } = rules[rule];
  const sources = citizenFieldNames
    .flatMap((field) => precedence[field].flat())
    .filter((each) => each.rule === rule || each.contested === rule);
  const acts = new Map<string, Set<string>>();
  for (const { system, acts: some = [], codes = [] } of sources) {
    const known = acts.get(system) ?? new Set();
    acts.set(system, new Set([...known, ...some, ...codes]));
  }
  const of = [...acts].map(([system, words]) => [code(system), ...words].join(' '));
  return [code(rule), of.length === 0 ? 'all others' : of.join(', '), trusted ? 'yes' : 'no', vi, en];
}

function fieldRow(field: CitizenField): string[] {
  const { vi, en } = citizenFields[field];
  const contested = precedence[field].map((group) => group.flatMap(contestedSource));
  const groups: Precedence = [...contested, ...precedence[field], [{ rule: 'newest', system: '' }]];
  const inOrder = (trusted: boolean): string =>
    groups
      .map((group) => group.filter(({ rule }) => rules[rule].trusted === trusted))
      .filter((group) => group.length > 0)
      .map(groupText)
      .join(', ');
  return [code(field), vi, en, inOrder(true), inOrder(false)];
}

/** Listed with what is not trusted, though its place is that of the group. */
function contestedSource({ contested, system }: Source): Source[] {
  return contested === undefined ? [] : [{ rule: contested, system }];
}

function groupText(group: readonly Source[]): string {
  return group.map(({ rule }) => code(rule)).join(' or ');
}
