/** docs/reference/configuration.md, from the schema of the configuration and the settings of every connector. */
import type { z } from 'zod';
import { configurationSchema } from '../../config/schema.ts';
import { settingsTree, type Section, type Setting } from '../../config/settings.ts';
import { code, page, table } from './markdown.ts';

/** What the page has to know of a connector. */
export type DocumentedConnector = { id: string; title: { en: string; vi: string }; settings: z.ZodType };

const introduction = `Read in this order; what comes later wins, setting by setting. A list or a map is replaced as a whole.

1. \`config/default.yaml\`
2. \`config/environments/<name>.yaml\`, where \`LIENTHONG_ENVIRONMENT\` is \`<name>\`
3. the file named by \`LIENTHONG_CONFIG\`
4. environment variables; lists separated by commas or as JSON, maps as JSON; an empty one counts as not set

Secrets belong in environment variables, or in a file that only the hub can read. \`npx lienthong config\` prints what
is in force with secrets masked, with \`--sources\` also where each value came from. A wrong configuration stops the
start; every problem is listed at once. An unknown key is a problem, and so is an unknown variable that begins with
\`CONNECTORS_\`. A setting whose default is "required" must be given.`;

/** The page as Markdown. */
export function configurationPage(connectors: readonly DocumentedConnector[]): string {
  const schema = configurationSchema(Object.fromEntries(connectors.map(({ id, settings }) => [id, settings])));
  const { children } = settingsTree(schema);
  const general = [...children.values()].filter((child) => child.kind === 'setting');
  const sections = [...children.values()].filter((child) => child.kind === 'section');
  return page(
    '# Configuration',
    'Source: `config/schema.ts`, and `settings` in each connector’s definition.',
    introduction,
    '## General',
    settingsTable(general),
    ...sections.flatMap((section) => (section.path === 'connectors' ? [] : sectionBlocks(section, '##'))),
    '## Connectors',
    'A connector without a section is off. One that has a section, or a variable, needs all of its required settings.',
    ...connectors.flatMap((connector) => connectorBlocks(connector, children.get('connectors'))),
  );
}

function connectorBlocks(connector: DocumentedConnector, sections: Section | Setting | undefined): string[] {
  const section = sections?.kind === 'section' ? sections.children.get(connector.id) : undefined;
  if (section?.kind !== 'section') return [];
  const [heading, ...rest] = sectionBlocks(section, '###');
  return [heading ?? '', `${connector.title.en} (${connector.title.vi}).`, ...rest];
}

function sectionBlocks(section: Section, level: string): string[] {
  const children = [...section.children.values()];
  const settings = children.filter((child) => child.kind === 'setting');
  const inner = children.filter((child) => child.kind === 'section');
  return [
    `${level} ${section.path}`,
    ...(section.description === '' ? [] : [section.description]),
    ...(settings.length === 0 ? [] : [settingsTable(settings)]),
    ...inner.flatMap((child) => sectionBlocks(child, `${level}#`)),
  ];
}

function settingsTable(settings: readonly Setting[]): string {
  const header = ['setting', 'environment variable', 'type', 'default', 'secret', 'description'];
  return table(
    header,
    settings.map((setting) => [
      code(setting.path),
      code(setting.env),
      setting.type,
      defaultText(setting),
      setting.secret ? 'secret' : '',
      setting.description,
    ]),
  );
}

function defaultText(setting: Setting): string {
  if (setting.required) return 'required';
  return setting.default === undefined ? 'none' : code(JSON.stringify(setting.default));
}
