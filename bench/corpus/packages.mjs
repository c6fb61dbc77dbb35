/**
 * The corpus: published packages whose sources are modern, unbundled and full of real `async`/`await`.
 *
 * Only one flavour of each is listed (a CommonJS copy of an ES module says nothing new), TypeScript sources where the package
 * ships them. Versions are pinned in `bench/package.json`.
 *
 * @type {{ name: string, folders: string[], what: string }[]}
 */
export const corpus = [
  { name: "@11ty/eleventy", folders: ["src"], what: "static site generator, hand-written ESM" },
  { name: "@auth/core", folders: ["src"], what: "authentication, TypeScript and TSX" },
  { name: "@better-auth/core", folders: ["src"], what: "authentication, TypeScript" },
  { name: "better-auth", folders: ["dist"], what: "authentication server routes, ESM" },
  { name: "@nestjs/common", folders: ["."], what: "web framework, CommonJS from TypeScript" },
  { name: "@nestjs/core", folders: ["."], what: "web framework, CommonJS from TypeScript" },
  { name: "@npmcli/arborist", folders: ["lib", "bin"], what: "npm's installer, hand-written CommonJS" },
  { name: "libnpmexec", folders: ["lib"], what: "npm exec, hand-written CommonJS" },
  { name: "libnpmpublish", folders: ["lib"], what: "npm publish, hand-written CommonJS" },
  { name: "pacote", folders: ["lib", "bin"], what: "npm's fetcher, hand-written CommonJS" },
  { name: "@puppeteer/browsers", folders: ["src"], what: "browser downloads, TypeScript" },
  { name: "puppeteer-core", folders: ["src"], what: "browser automation, TypeScript" },
  { name: "chromium-bidi", folders: ["lib/esm"], what: "browser protocol mapper, ESM" },
  { name: "playwright-core", folders: ["lib"], what: "browser automation, large bundles" },
  { name: "@tanstack/query-core", folders: ["src"], what: "client cache with its tests, TypeScript" },
  { name: "@tanstack/react-query", folders: ["src"], what: "React hooks with their tests, TSX" },
  { name: "@trpc/client", folders: ["src"], what: "RPC client, TypeScript" },
  { name: "@trpc/server", folders: ["src"], what: "RPC server, TypeScript" },
  { name: "discord.js", folders: ["src"], what: "chat client, hand-written CommonJS" },
  { name: "drizzle-orm", folders: ["."], what: "ORM, ESM" },
  { name: "knex", folders: ["lib", "bin"], what: "SQL builder, hand-written CommonJS" },
  { name: "ky", folders: ["distribution"], what: "HTTP client, ESM" },
  { name: "kysely", folders: ["dist/esm"], what: "SQL builder, ESM" },
  { name: "matrix-js-sdk", folders: ["src"], what: "chat client, TypeScript" },
  { name: "moleculer", folders: ["src"], what: "microservices, hand-written CommonJS" },
  { name: "mongodb", folders: ["src"], what: "database driver, TypeScript" },
  { name: "oidc-provider", folders: ["lib"], what: "OpenID server, hand-written ESM" },
  { name: "openai", folders: ["src"], what: "API client, TypeScript" },
  { name: "typeorm", folders: ["browser"], what: "ORM, ESM" },
  { name: "undici", folders: ["lib"], what: "HTTP client, hand-written CommonJS" },
  { name: "zod", folders: ["src"], what: "schemas with their tests, TypeScript" },
];
