/** Every system the hub can be connected to. A new one is a line here; it is on once it has a configuration section. */
import type { ConnectorDefinition } from './contract.ts';
import { populationDefinition } from './population/definition.ts';
import { portalDefinition } from './portal/definition.ts';
import { qcvn109Definition } from './qcvn109/definition.ts';
import { civilStatusDefinition } from './sectors/civil-status/definition.ts';
import { socialInsuranceDefinition } from './sectors/social-insurance/definition.ts';
import { healthDefinition } from './sectors/health/definition.ts';

export const connectorDefinitions: readonly ConnectorDefinition[] = [
  populationDefinition,
  civilStatusDefinition,
  socialInsuranceDefinition,
  portalDefinition,
  healthDefinition,
  qcvn109Definition,
];
