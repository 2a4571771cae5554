FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
ENV PATH="/app/bin:${PATH}" AKASH_HOME=/root/.akash
EXPOSE 26656 26657 26658 26660 1317 9090
ENTRYPOINT ["akash"]
CMD ["dev"]
