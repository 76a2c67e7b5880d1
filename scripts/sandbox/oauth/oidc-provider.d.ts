/** The part of oidc-provider the sandbox uses; the package ships no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type RequestContext = { oidc: { params: { scope?: string } } };

  type ResourceServer = {
    scope: string;
    audience: string;
    accessTokenTTL: number;
    accessTokenFormat: 'jwt';
    jwt: { sign: { alg: string } };
  };

  type Adapter = {
    upsert(): Promise<void>;
    find(): Promise<undefined>;
    findByUid(): Promise<undefined>;
    findByUserCode(): Promise<undefined>;
    consume(): Promise<void>;
    destroy(): Promise<void>;
    revokeByGrantId(): Promise<void>;
  };

  type Client = { clientId: string; scope?: string };

  type Configuration = {
    adapter: (name: string) => Adapter;
    clients: {
      client_id: string;
      client_secret: string;
      grant_types: string[];
      redirect_uris: string[];
      response_types: string[];
      scope: string;
    }[];
    clientAuthMethods: string[];
    cookies: { keys: string[] };
    jwks: { keys: unknown[] };
    responseTypes: string[];
    scopes: string[];
    ttl: { ClientCredentials: number };
    features: {
      devInteractions: { enabled: false };
      clientCredentials: { enabled: true };
      resourceIndicators: {
        enabled: true;
        defaultResource: (context: RequestContext, client: Client) => string;
        getResourceServerInfo: (context: RequestContext, resource: string, client: Client) => ResourceServer;
      };
    };
  };

  export const errors: { InvalidTarget: new () => Error };

  export default class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
