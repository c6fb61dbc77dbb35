/**
 * Says which names of the knowledge tables do not exist in the real packages. Runs by itself, because some packages are
 * ES modules only: reads `[{ source, type, names }]` from standard input and prints `{ missing, unchecked }`.
 *
 * A specimen of a type is an object, or the prototype of one, that needs no server to be made.
 */
import { createRequire } from "node:module";
import { json } from "node:stream/consumers";

const require = createRequire(import.meta.url);

/** First source of a table → its exports and specimens of its types; several for clients of the same interface. */
const specimens = {
  "@apollo/client": null,
  "@aws-sdk/client-*": null,
  "@clack/prompts": null,
  "@libsql/client": null,
  "@neondatabase/serverless": null,
  "@playwright/test": async () => {
    const playwright = await import("playwright-core");
    // `expect` and `test` are of `@playwright/test` alone.
    return { "": [playwright, { expect: 0, test: 0 }], BrowserType: [playwright.chromium] };
  },
  "@prisma/client": null,
  "@redis/client": async () => {
    const { createClient, createCluster } = await import("@redis/client");
    const { default: Redis } = await import("ioredis");
    // `Redis.fromEnv` and `kv` are of `@upstash/redis` and `@vercel/kv`.
    return {
      "": [{ createClient, createCluster, Redis, default: Redis, kv: 0 }],
      Redis: [lowerCase(createClient()), lowerCase(Redis.prototype), { fromenv: 0 }],
    };
  },
  "@tanstack/preact-query": async () => {
    const query = await import("@tanstack/query-core");
    return { "": [query], Client: [query.QueryClient.prototype] };
  },
  "@testing-library/angular": async () => {
    const dom = require("@testing-library/dom");
    // Of the packages for frameworks.
    return { "": [dom, { act: 0, cleanup: 0, render: 0, renderHook: 0 }], Screen: [dom.screen] };
  },
  "@testing-library/user-event": async () => {
    const event = await import("@testing-library/user-event");
    return { "": [event], User: [event.userEvent] };
  },
  "@urql/core": async () => {
    const urql = await import("@urql/core");
    return { "": [urql], Client: [urql.createClient({ url: "http://localhost", exchanges: [] })] };
  },
  axios: async () => {
    const axios = await import("axios");
    return { "": [axios], Axios: [axios.default] };
  },
  "axios-cookiejar-support": null,
  "basic-ftp": null,
  "fetch-cookie": null,
  "cross-fetch": null,
  "drizzle-orm": async () => {
    const { PgDatabase } = await import("drizzle-orm/pg-core");
    const { BaseSQLiteDatabase } = await import("drizzle-orm/sqlite-core");
    const { RelationalQueryBuilder } = await import("drizzle-orm/pg-core/query-builders/query");
    const { PgSelectBase } = await import("drizzle-orm/pg-core/query-builders/select");
    const session = { "": {} };
    const db = new PgDatabase({}, session, { schema: {}, fullSchema: {}, tableNamesMap: {} });
    return {
      "": [
        await import("drizzle-orm"),
        await import("drizzle-orm/pg-proxy"),
        await import("drizzle-orm/pg-proxy/migrator"),
        // `alias` comes with each database.
        await import("drizzle-orm/pg-core"),
      ],
      Db: [db, new BaseSQLiteDatabase("sync", {}, session)],
      Select: [PgSelectBase.prototype],
      Table: [RelationalQueryBuilder.prototype],
    };
  },
  got: async () => {
    const got = await import("got");
    return { "": [got], Got: [got.default] };
  },
  "graphql-request": async () => {
    const request = await import("graphql-request");
    return { "": [request], Client: [new request.GraphQLClient("http://localhost")] };
  },
  "graphql-tag": null,
  knex: async () => {
    const { default: knex } = await import("knex");
    const db = knex({ client: "pg" });
    return { "": [{ default: knex, knex }], Db: [db], Select: [db("t")], Schema: [db.schema] };
  },
  kysely: async () => {
    const kysely = await import("kysely");
    const db = new kysely.Kysely({
      dialect: {
        createAdapter: () => new kysely.PostgresAdapter(),
        createDriver: () => new kysely.DummyDriver(),
        createIntrospector: (each) => new kysely.PostgresIntrospector(each),
        createQueryCompiler: () => new kysely.PostgresQueryCompiler(),
      },
    });
    return {
      "": [kysely],
      Db: [db],
      Select: [db.selectFrom("t")],
      Transaction: [db.transaction()],
      Introspection: [db.introspection],
      Sql: [kysely.sql],
      Raw: [kysely.sql`1`],
    };
  },
  ky: async () => {
    const ky = await import("ky");
    return { "": [ky], Ky: [ky.default] };
  },
  mongodb: async () => {
    const mongodb = await import("mongodb");
    const client = new mongodb.MongoClient("mongodb://localhost");
    const collection = client.db("d").collection("c");
    return {
      "": [mongodb],
      Client: [client],
      Db: [client.db("d")],
      Collection: [collection],
      Cursor: [collection.find(), collection.aggregate()],
    };
  },
  mongoose: async () => {
    const { default: mongoose } = await import("mongoose");
    const Model = mongoose.model("Specimen", new mongoose.Schema({}));
    return {
      "": [mongoose, { default: mongoose }],
      Connection: [mongoose.connection],
      Model: [Model],
      Query: [Model.find()],
      Aggregate: [Model.aggregate()],
      Doc: [new Model()],
    };
  },
  mssql: null,
  mysql: async () => {
    const mysql = await import("mysql2/promise");
    const old = require("mysql2");
    const pool = old.createPool({});
    return { "": [mysql], Pool: [mysql.PromisePool.prototype, pool], Connection: [mysql.PromiseConnection.prototype] };
  },
  "next-auth": null,
  "next/cache": null,
  "next/headers": null,
  "next/navigation": null,
  "next/server": null,
  ofetch: async () => {
    const fetch = await import("ofetch");
    return { "": [fetch], Fetch: [fetch.$fetch] };
  },
  pg: async () => {
    const pg = await import("pg");
    return { "": [pg], Pool: [pg.Pool.prototype], Client: [pg.Client.prototype] };
  },
  postgres: async () => {
    const { default: postgres } = await import("postgres");
    return { "": [{ default: postgres }], Sql: [postgres("postgres://localhost"), { savepoint: 0 }] };
  },
  puppeteer: async () => {
    const puppeteer = await import("puppeteer-core");
    return { "": [puppeteer], Puppeteer: [puppeteer.default] };
  },
  react: null,
  "@sequelize/core": async () => {
    const sequelize = require("sequelize");
    return {
      "": [sequelize],
      Db: [sequelize.Sequelize.prototype, sequelize.Sequelize, { startUnmanagedTransaction: 0 }],
      Model: [sequelize.Model, { findAndCount: 0 }],
      Row: [sequelize.Model, { findAndCount: 0 }],
    };
  },
  swr: null,
  typeorm: async () => {
    const typeorm = require("typeorm");
    return {
      "": [typeorm],
      Source: [typeorm.DataSource.prototype, { manager: 0 }],
      Manager: [typeorm.EntityManager.prototype],
      Repository: [typeorm.Repository.prototype, typeorm.TreeRepository.prototype],
      Select: [typeorm.SelectQueryBuilder.prototype],
    };
  },
  undici: async () => {
    const undici = await import("undici");
    return { "": [undici], Dispatcher: [undici.Client.prototype] };
  },
};

/** Names in lower case, as the table has them. */
function lowerCase(object) {
  const names = {};
  for (let at = object; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names[name.toLowerCase()] = true;
  }
  return names;
}

const missing = [];
const unchecked = new Set();
const loaded = new Map();
for (const { source, type, names } of await json(process.stdin)) {
  if (!loaded.has(source)) loaded.set(source, specimens[source] ? await specimens[source]() : specimens[source]);
  const objects = loaded.get(source)?.[type];
  if (!objects) unchecked.add(loaded.get(source) === null ? source : `${source} ${type}`);
  else {
    for (const name of names) {
      const exists = name === "()" ? typeof objects[0] === "function" : objects.some((each) => name in each);
      if (!exists) missing.push(`${source} ${type} ${name}`);
    }
  }
}
process.stdout.write(JSON.stringify({ missing, unchecked: [...unchecked] }));
process.exit(0);
