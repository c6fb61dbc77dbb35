/**
 * SQL drivers, query builders and object-relational mappers.
 *
 * Drivers are judged by the text they are given. Builders are lazy: the chain that is awaited says what it does, and a chain that
 * begins with a write stays one to its end, also when it is kept in a variable on the way. What the chains of a read add
 * (`where`, `limit`, …) reads; locks do not.
 */

/** https://node-postgres.com/apis/pool and /apis/client. A client runs one query at a time, queueing is deprecated. */
export const PG: string = `db pg pg-pool
: .>= default >Pool= Pool w>Client= Client
Pool: q= query w>Client= connect w= end
Client!: q= query w= *`;

/** https://sidorares.github.io/node-mysql2/docs/documentation: a pool gives connections, a connection one result at a time. */
export const MYSQL: string = `db mysql mysql2 mysql2/promise promise-mysql
: .>= default >Pool= createPool w>Connection= createConnection p= escape escapeId format raw
Pool: q= execute query w>Connection= getConnection >Pool= promise w= end
Connection!: q= execute query w= *`;

/** https://github.com/porsager/postgres#readme; `sql.begin` and `sql.reserve` hand out a connection. */
export const POSTGRES: string = `db postgres
: >Sql= default
Sql: q= () unsafe x= begin savepoint w>Reserved= reserve p= array json typed w= end listen notify subscribe
Reserved!: q= () w= *`;

/** https://vercel.com/docs/storage/vercel-postgres/sdk and https://neon.tech/docs/serverless/serverless-driver */
export const NEON: string = `db @neondatabase/serverless @vercel/postgres
: .>Pool= sql >Neon= neon >Pool= Pool createPool w>Client= Client createClient db
Neon: q= () query p= unsafe w= transaction
Pool: q= () query w>Client= connect w= end
Client!: q= () query w= *`;

/** https://docs.turso.tech/sdk/ts/reference; a batch is one transaction. */
export const LIBSQL: string = `db @libsql/client @libsql/client/web
: >Client= createClient
Client: q= execute w>Tx= transaction w= *
Tx!: q= execute w= *`;

/**
 * https://www.prisma.io/docs/orm/reference/prisma-client-reference: model queries, `$queryRaw`, transactions, extensions.
 * Queries are lazy; `findUnique` has the relations of its record as methods.
 */
export const PRISMA: string = `db @prisma/client @prisma/client/edge @prisma/extension-accelerate
: .>= Prisma default >Prisma= PrismaClient p= empty join raw sql
Prisma: .>Model= * q= $queryRaw $queryRawUnsafe x= $transaction >Prisma= $extends w= $connect $disconnect $executeRaw $executeRawUnsafe $on $runCommandRaw $use
Model: r= aggregate count findMany findRaw groupBy r>Record= findFirst findFirstOrThrow findUnique findUniqueOrThrow w= aggregateRaw create createMany createManyAndReturn delete deleteMany update updateMany updateManyAndReturn upsert
Record: r>Record= *`;

/** https://orm.drizzle.team/docs/rqb, /docs/select, /docs/insert, /docs/update, /docs/delete, /docs/transactions, /docs/sql */
export const DRIZZLE: string = `db drizzle-orm drizzle-orm/*
: >Db= drizzle p= alias and arrayContained arrayContains arrayOverlaps asc avg avgDistinct between count countDistinct desc eq exists getTableColumns gt gte ilike inArray isNotNull isNull like lt lte max min ne not notBetween notExists notIlike notInArray notLike or placeholder relations sql sum sumDistinct w= migrate
Db: .>Tables= query >Db= with p= $with r= $count r>Select= select selectDistinct selectDistinctOn w>Write= delete insert refreshMaterializedView update x= transaction q= all execute get run values w= *
Tables: .>Table= *
Table: r= findFirst findMany
Select: w= for r>Select= *
Write: w>Write= *`;

/** https://knexjs.org/guide/query-builder.html, /guide/raw.html, /guide/transactions.html, /guide/schema-builder.html */
export const KNEX: string = `db knex
: >Db= default knex
Db: r>Select= () avg count countDistinct distinct first from max min pluck select sum table where with withRecursive w>Write= batchInsert del delete insert into truncate update upsert Q= raw x>Tx= transaction transactionProvider .>Schema= schema p= isTransaction ref w= *
Select: w= for* pipe stream transacting w>Write= decrement del delete increment insert into truncate update upsert r>Select= *
Write: w>Write= *
Schema: r= hasColumn hasTable >Schema= withSchema w>Write= *
Tx!: r>Select= () w= *`;

/** https://kysely-org.github.io/kysely-apidoc/classes/Kysely.html; `sql` pieces run by `execute`. */
export const KYSELY: string = `db kysely
: >Db= Kysely .>Sql= sql p= expressionBuilder
Db: r>Select= selectFrom selectNoFrom >Db= with withPlugin withRecursive withSchema withTables withoutPlugins p= case dynamic fn w>Write= deleteFrom insertInto mergeInto replaceInto updateTable >Transaction= connection startTransaction transaction .>Schema= schema .>Introspection= introspection w= *
Select: w= for* modifyEnd stream r>Select= *
Write: w>Write= *
Transaction: >Transaction= setAccessMode setIsolationLevel x>Tx= execute
Tx!: w= *
Schema: w>Write= *
Introspection: r= getMetadata getSchemas getTables
Sql: >Raw= () p= *
Raw: V= execute >Raw= $castTo as`;

/** https://typeorm.io/docs/working-with-entity-manager/repository-api and /docs/data-source/data-source-api; `create` only makes an object. */
export const TYPEORM: string = `db typeorm
: >Source= DataSource p= And Any ArrayContains Between Brackets Equal ILike In IsNull LessThan LessThanOrEqual Like MoreThan MoreThanOrEqual Not Raw
Source: .>Manager= manager >Repository= getMongoRepository getRepository getTreeRepository w>Runner= createQueryRunner r>Select= createQueryBuilder q= query x= transaction p= getMetadata hasMetadata w= *
Manager: >Repository= getRepository getTreeRepository r>Select= createQueryBuilder r= average count countBy exists existsBy find findAndCount findAndCountBy findBy findOne findOneBy findOneByOrFail findOneOrFail maximum minimum preload sum p= create getId hasId q= query x= transaction w= *
Repository: r>Select= createQueryBuilder r= average count countBy exist exists existsBy find findAncestors findAndCount findAndCountBy findBy findByIds findDescendants findOne findOneBy findOneById findOneByOrFail findOneOrFail findRoots findTrees maximum minimum preload sum p= create getId hasId >Repository= extend q= query w= *
Select: w>Write= delete insert relation restore softDelete update w= execute set* stream useTransaction r>Select= *
Write: w>Write= *
Runner!: w= *`;

/** https://sequelize.org/docs/v6/core-concepts/model-querying-finders/ and https://sequelize.org/api/v6/ */
export const SEQUELIZE: string = `db @sequelize/core sequelize sequelize-typescript
: .>= default >Db= Sequelize >Row= Model p= and cast col fn json literal or where
Db: q= query >Model= define model x>Tx= startUnmanagedTransaction transaction p= col escape fn getDialect isDefined literal w= *
Model: r= aggregate average count describe findAll findAndCount findAndCountAll findByPk findOne max min sum p= build getTableName >Model= schema scope unscoped w= *
Row: r= aggregate average count describe findAll findAndCount findAndCountAll findByPk findOne max min sum p= build getTableName w= *
Tx!: w= *`;

export const SQL_TABLES: string[] = [
  DRIZZLE,
  KNEX,
  KYSELY,
  LIBSQL,
  MYSQL,
  NEON,
  PG,
  POSTGRES,
  PRISMA,
  SEQUELIZE,
  TYPEORM,
];
