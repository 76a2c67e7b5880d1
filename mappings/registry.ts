/** Every mapping, listed by hand: a new system's mapping is one more line here. */
import type { Mapping, OutboundMapping } from './contract.ts';
import { populationMapping } from './population/mapping.ts';
import { populationTable } from './population/table.ts';
import { portalMapping } from './portal/mapping.ts';
import { civilStatusMapping } from './sectors/civil-status/mapping.ts';
import { civilStatusTable } from './sectors/civil-status/table.ts';
import { healthMapping } from './sectors/health/mapping.ts';
import { healthTable } from './sectors/health/table.ts';
import type { MappingTable } from './tables.ts';

/** One per system that sends records; its id is the connector's. */
export const mappings: readonly Mapping[] = [populationMapping, civilStatusMapping, healthMapping];

/** One per system that is sent citizens; its id is the connector's. */
export const outboundMappings: readonly OutboundMapping[] = [portalMapping];

/** What each mapping does, for its page; one per mapping. */
export const mappingTables: readonly MappingTable[] = [populationTable, civilStatusTable, healthTable];
