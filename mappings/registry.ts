/** Every mapping, listed by hand: a new system's mapping is one more line here. */
import type { Mapping, OutboundMapping } from './contract.ts';
import { identityMapping } from './identity/mapping.ts';
import { identityTable } from './identity/table.ts';
import { populationMapping } from './population/mapping.ts';
import { populationTable } from './population/table.ts';
import { portalInboundMapping } from './portal/inbound.ts';
import { portalMapping } from './portal/mapping.ts';
import { portalTable } from './portal/table.ts';
import { qcvn109Mapping } from './qcvn109/mapping.ts';
import { qcvn109Mapping as qcvn109Outbound, qcvn109XmlMapping } from './qcvn109/outbound.ts';
import { qcvn109Table } from './qcvn109/table.ts';
import { civilStatusMapping } from './sectors/civil-status/mapping.ts';
import { civilStatusTable } from './sectors/civil-status/table.ts';
import { healthMapping } from './sectors/health/mapping.ts';
import { healthTable } from './sectors/health/table.ts';
import { socialInsuranceMapping } from './sectors/social-insurance/mapping.ts';
import { socialInsuranceTable } from './sectors/social-insurance/table.ts';
import type { MappingTable } from './tables.ts';

/** One per system that sends records; its id is the connector's, but for the hub's own acts of identity. */
export const mappings: readonly Mapping[] = [
  populationMapping,
  civilStatusMapping,
  portalInboundMapping,
  socialInsuranceMapping,
  healthMapping,
  qcvn109Mapping,
  identityMapping,
];

/** One per system that is sent citizens; its id is the connector's. */
export const outboundMappings: readonly OutboundMapping[] = [portalMapping, qcvn109Outbound, qcvn109XmlMapping];

/** What each mapping does, for its page; one per mapping. */
export const mappingTables: readonly MappingTable[] = [
  populationTable,
  civilStatusTable,
  portalTable,
  socialInsuranceTable,
  healthTable,
  qcvn109Table,
  identityTable,
];
