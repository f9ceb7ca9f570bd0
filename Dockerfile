# A broker in a container. See docs/docker.md for what of this has been run and what has not.
#   docker build -t odradek .
#   docker run --rm -p 127.0.0.1:9092:9092 -v odradek:/var/lib/odradek odradek
FROM node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && node scripts/node.mjs scripts/build.ts --cli
# The native checksum is optional: without it the same work is done in JavaScript.
RUN mkdir -p /out/node_modules && cp -r packages/odradek/package.json packages/odradek/dist /out/ \
    && (cp -r node_modules/@node-rs /out/node_modules/ || true)

FROM node:24-slim
COPY --from=build /out /opt/odradek
RUN mkdir -p /var/lib/odradek && chown node:node /var/lib/odradek \
    && chmod +x /opt/odradek/dist/odradek.js && ln -s /opt/odradek/dist/odradek.js /usr/local/bin/odradek
USER node
VOLUME /var/lib/odradek
EXPOSE 9092
# Every setting may be given as a variable: ODRADEK_LOG_RETENTION_HOURS is log.retention.hours.
# Clients outside of the container reach it at 127.0.0.1:9092; for anything else set the advertised listeners.
ENV ODRADEK_LOG_DIRS=/var/lib/odradek \
    ODRADEK_LISTENERS=PLAINTEXT://:9092 \
    ODRADEK_ADVERTISED_LISTENERS=PLAINTEXT://127.0.0.1:9092
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/opt/odradek/dist/odradek.js"]
CMD ["start"]
