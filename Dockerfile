# syntax=docker/dockerfile:1
# One image, three roles, picked by arguments:
#   dist/queues/main.js                     the scheduler
#   dist/workers/main.js --pool collect     a worker pool (also process, backfill)
#   dist/api/main.js                        REST, GraphQL, sockets, Bull Board, the live page (the default)
# and the words a deploy needs: dist/scripts/migrate.js, validate.js, health.js.
# A release should pin the base by digest: --build-arg NODE_IMAGE=node:24-bookworm-slim@sha256:…
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
# The language-model runtime would fetch GPU libraries from outside npm; the CPU ones are in its package.
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --omit=optional --no-progress
COPY tsconfig.json tsconfig.build.json ./
COPY queues queues
COPY workers workers
COPY api api
COPY dashboard dashboard
COPY scripts scripts
RUN scripts/build

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
ENV ONNXRUNTIME_NODE_INSTALL=skip
# Sentiment models need the optional packages (480 MB): --build-arg OMIT=--omit=dev
ARG OMIT="--omit=dev --omit=optional"
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci ${OMIT} --no-progress

FROM ${NODE_IMAGE} AS runtime
# tini reaps children and passes signals on; a process of the farm handles SIGTERM itself.
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# The heap flags keep every role within 256 MiB. Inside a container only what is published can be reached.
ENV NODE_ENV=production \
    NODE_OPTIONS="--max-old-space-size=192 --max-semi-space-size=8" \
    LOG_FORMAT=json \
    HOST=0.0.0.0 \
    METRICS_HOST=0.0.0.0
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY workers/store/migrations workers/store/migrations
COPY package.json LICENSE ./
ARG GIT_SHA=unknown
LABEL org.opencontainers.image.title="crypto-data-farm" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${GIT_SHA}"
USER 1000:1000
EXPOSE 8000 9101 9102
ENTRYPOINT ["tini", "--", "node", "--enable-source-maps"]
CMD ["dist/api/main.js"]
