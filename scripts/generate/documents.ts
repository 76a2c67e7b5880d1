/** Every generated document: where it stands and how it is made. A new one is one more line here. */
import { connectorDefinitions } from '../../connectors/registry.ts';
import { openApiDocument } from '../../hub/http/openapi.ts';
import { citizenFieldsPage } from './citizen-fields-page.ts';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import { faultsPage } from './faults-page.ts';
import { formsPage } from './forms-page.ts';
import { mappingPages } from './mapping-pages.ts';
import { precedencePage } from './precedence-page.ts';
import { problemsPage } from './problems-page.ts';
import type { Document } from './freshness.ts';

/** The documents of the project in the folder `root`. */
export function projectDocuments(root: string): Document[] {
  return [
    { path: 'docs/reference/configuration.md', make: () => configurationPage(connectorDefinitions) },
    { path: 'docs/reference/faults.md', make: faultsPage },
    { path: 'docs/reference/errors.md', make: () => errorsPage(root) },
    { path: 'docs/reference/problems.md', make: problemsPage },
    { path: 'docs/reference/citizen-fields.md', make: citizenFieldsPage },
    { path: 'docs/reference/precedence.md', make: precedencePage },
    { path: 'docs/reference/forms.md', make: () => formsPage(root) },
    ...mappingPages(root),
    { path: 'docs/api/openapi.json', make: () => `${JSON.stringify(openApiDocument(), undefined, 2)}\n` },
  ];
}
