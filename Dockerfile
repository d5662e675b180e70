# docker build -t faunula .
# docker run -p 8443:8443 -e FAUNULA_SECRET=secret -v faunula:/data faunula
FROM node:22-alpine AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN node build/bundle.mjs

FROM node:22-alpine
# The bundle holds all that it needs; its owner may keep beside it what V8 has compiled of it.
COPY --from=build --chown=node:node /build/dist /faunula
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8443
HEALTHCHECK --interval=2s --timeout=3s CMD wget -q --spider http://127.0.0.1:8443/ping
ENTRYPOINT ["node", "/faunula/cli.cjs", "--db", "/data/faunula.json"]
CMD ["serve", "--host", "0.0.0.0"]
