/**
 * Document databases, key-value stores and cloud services.
 */

/**
 * https://mongodb.github.io/node-mongodb-native/ (Collection, Db, MongoClient, FindCursor). An aggregation reads unless its
 * pipeline has a `$out` or `$merge` stage. Sessions run one operation at a time; cursors move.
 */
export const MONGODB: string = `db mongodb
: >Client= MongoClient p= ObjectId
Client: w>Client= connect >Db= db w>Session= startSession x= withSession w= *
Db: >Collection= collection r>Cursor= listCollections m>Cursor= aggregate r= collections indexInformation stats w= *
Collection: r>Cursor= find listIndexes listSearchIndexes m>Cursor= aggregate r= count countDocuments distinct estimatedDocumentCount findOne indexExists indexInformation indexes isCapped options w= *
Cursor!: r= explain toArray r>Cursor= allowDiskUse batchSize collation comment filter hint limit map max maxTimeMS min project readConcern skip sort withReadPreference w= *
Session!: w= *`;

/** https://mongoosejs.com/docs/api/model.html, /docs/api/query.html, /docs/api/connection.html. Queries are lazy. */
export const MONGOOSE: string = `db mongoose
: .>= default .>Connection= connection >Model= model w>Connection= connect createConnection p= isValidObjectId w>Session= startSession = Schema w= disconnect set syncIndexes
Connection: >Model= model w>Session= startSession x= transaction withSession w= *
Model: >Doc= () r>Query= $where count countDocuments distinct estimatedDocumentCount exists find findById findOne where m>Query= aggregate r= listIndexes w>Write= deleteMany deleteOne findByIdAnd* findOneAnd* replaceOne updateMany updateOne w>Session= startSession p= castObject hydrate w= *
Query: w>Write= deleteMany deleteOne findOneAnd* replaceOne updateMany updateOne w= cursor session r>Query= *
Write: w>Write= *
Doc: p= get toJSON toObject w= *
Session!: w= *`;

/**
 * https://redis.io/docs/latest/commands/: commands without the flag `write`, in the spellings of `redis`, `ioredis` and `@upstash/redis`.
 * One connection takes many commands at a time (pipelining). Missing on purpose: `getdel`, `getex`, `getset`, `sort` write;
 * `scan` moves a cursor, which is in its argument.
 */
export const REDIS: string = `db @redis/client @upstash/redis @vercel/kv ioredis redis
: .>Redis= kv >Redis= Redis createClient createCluster default
Redis~: >Redis= duplicate fromenv w>Redis= connect r= bitcount bitpos dbsize exists expiretime geodist geohash geopos georadius_ro geosearch get getbit getrange hexists hget hgetall hkeys hlen hmget hrandfield hscan hstrlen hvals keys lcs lindex llen lpos lrange mget pexpiretime pfcount pttl randomkey scan scard sdiff sinter sintercard sismember smembers smismember srandmember sscan strlen sunion ttl type xinfogroups xinfostream xlen xpending xrange xrevrange zcard zcount zdiff zinter zlexcount zmscore zrandmember zrange zrangebylex zrangebyscore zrank zrevrange zrevrangebylex zrevrangebyscore zrevrank zscan zscore zunion w>Multi= multi pipeline w= *
Multi: w>Multi= *`;

/**
 * https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/: `client.send(new GetItemCommand(…))`, or a method of the aggregated
 * client. API operations are named by verbs; Get, List, Describe, Head, Query, Scan, BatchGet, TransactGet, Select and Search read.
 */
export const AWS: string = `net @aws-sdk/client-* @aws-sdk/lib-dynamodb
: t= waitUntil* w= paginate* p>Client= *
Client: >Client= from a= send r= batchGet* describe* get* head* list* query* scan* search* select* w= *`;

export const STORE_TABLES: string[] = [AWS, MONGODB, MONGOOSE, REDIS];
