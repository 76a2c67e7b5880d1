# The hub for real deployments: docker build -t lienthong .
# compose.yaml shows it with its Kafka and MongoDB. It listens on 8480 (API) and 8481 (metrics and health).

FROM node:24-bookworm-slim AS build
# node-rdkafka builds librdkafka from source; which libraries it links is decided by what is installed here.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates g++ libssl-dev make python3 zlib1g-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The headers of this Node lie in the image and need not be fetched.
RUN npm_config_nodedir=/usr/local npm ci --foreground-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY config config
COPY connectors connectors
COPY hub hub
COPY mappings mappings
COPY scripts scripts
# Of node-rdkafka the runtime needs the built libraries, not the half gigabyte they were built from.
RUN node_modules/.bin/tsc -p tsconfig.json \
  && rm -rf dist/scripts/sandbox dist/scripts/bench \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node-rdkafka/deps node_modules/node-rdkafka/build/Release/obj* \
  && rm -f node_modules/node-rdkafka/build/deps/*.a

FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates libssl3 zlib1g \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production UV_THREADPOOL_SIZE=16 HTTP_HOST=0.0.0.0 OPS_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/config/default.yaml config/
COPY --from=build /app/mappings/catalogues mappings/catalogues
COPY --from=build /app/mappings/forms mappings/forms
COPY --from=build /app/mappings/matching mappings/matching
COPY --from=build /app/scripts/lienthong.mjs scripts/
# Fails the build, rather than the first start, if a library is missing.
RUN node --input-type=module --eval "import('node-rdkafka')"
USER node
EXPOSE 8480 8481
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.OPS_PORT||8481)+'/health/live').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--max-semi-space-size=64", "dist/hub/main.js"]
