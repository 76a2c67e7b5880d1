/** The types of the API's client in TypeScript, made from the OpenAPI document by openapi-typescript. */
import openapiTs, { astToString } from 'openapi-typescript';
import { openApiDocument } from '../../hub/http/openapi.ts';

const heading = '/** Generated from the OpenAPI document (npm run generate): what you change here is lost. */\n\n';

/** The text of clients/typescript/generated/schema.ts. */
export async function clientSchema(): Promise<string> {
  // A member with a default may be left out of a request.
  const nodes = await openapiTs(JSON.stringify(openApiDocument()), { defaultNonNullable: false });
  return heading + astToString(nodes);
}
