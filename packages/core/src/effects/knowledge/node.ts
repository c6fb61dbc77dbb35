/**
 * Node's own modules. Documentation of each: https://nodejs.org/api/<module>.html, cited by name below.
 *
 * Names that are not listed write, where a section ends in `*`: a module of effects whose next version may add some.
 */

/**
 * fs.html, "Promises API", "Callback API" (for `promisify`) and "Synchronous API". All functions of `fs/promises` are async:
 * a wrong argument is a rejection. `access` is asked before something is done; `open` may create, `opendir` gives a cursor.
 */
export const FS_PROMISES: string = `fs fs/promises
: .>= default R= lstat readFile readdir readlink realpath stat statfs r= glob u= access w>Handle= open opendir w= *
Handle!: w= *`;

export const FS: string = `fs fs fs-extra graceful-fs
: .>= default .>Promises= promises r= exists existsSync lstat lstatSync pathExists pathExistsSync readFile readFileSync readJSON readJSONSync readJson readJsonSync readdir readdirSync readlink readlinkSync realpath realpathSync stat statSync statfs statfsSync u= access accessSync w= *
Promises: R= lstat readFile readdir readlink realpath stat statfs r= glob u= access w>Handle= open opendir w= *
Handle!: w= *`;

/** timers.html, "Timers Promises API". */
export const TIMERS: string = `timer timers timers/promises
: .>= default promises .>Scheduler= scheduler t= *
Scheduler: t= *`;

/** dns.html, "DNS promises API". Answers may be cached by the resolver; nothing the program can see changes. */
export const DNS: string = `net dns dns/promises
: .>= default promises >Resolver= Resolver r= getDefaultResultOrder getServers lookup lookupService resolve resolve* reverse w= *
Resolver: r= getServers resolve resolve* reverse w= *`;

/** crypto.html and webcrypto.html. Hashes, ciphers and signatures are made, filled and read: only they themselves change. */
export const CRYPTO: string = `random crypto
: .>= default webcrypto .>Subtle= subtle >Hash= createCipheriv createDecipheriv createHash createHmac createSign createVerify n= generateKey generateKeyPair generateKeyPairSync generateKeySync getRandomValues randomBytes randomFill randomFillSync randomInt randomUUID = createPrivateKey createPublicKey createSecretKey hash hkdf hkdfSync pbkdf2 pbkdf2Sync scrypt scryptSync p= getCiphers getCurves getHashes timingSafeEqual
Hash: f>Hash= setAAD setAuthTag setAutoPadding update f= digest final getAuthTag sign verify
Subtle: n= generateKey = decrypt deriveBits deriveKey digest encrypt exportKey importKey sign unwrapKey verify wrapKey`;

/** stream.html, "Streams Promises API", and webstreams.html, "Utility consumers": both use their stream up. */
export const STREAM: string = `unknown stream stream/consumers stream/promises
: .>= default promises s= arrayBuffer blob buffer json text w= finished pipeline`;

/** events.html, "events.once" and "events.on": what they wait for cannot be seen. */
export const EVENTS: string = `unknown events
: .>= default e= on once`;

/** child_process.html: a command may do anything. */
export const CHILD_PROCESS: string = `process child_process cross-spawn execa tinyexec zx
: .>= default w= *`;

/** readline.html and "Readline Promises API". A person answers one question at a time. */
export const READLINE: string = `process readline readline/promises
: .>= default promises w>Interface= createInterface w= *
Interface!: w= *`;

/** process.html; `process.hrtime` and `process.uptime` are clocks. */
export const PROCESS: string = `process process
: .>= default c= hrtime uptime t= nextTick r= availableMemory constrainedMemory cpuUsage cwd getegid geteuid getgid getuid memoryUsage resourceUsage w= *`;

/** os.html: facts about the machine. */
export const OS: string = `process os
: .>= default c= uptime w= setPriority r= *`;

/** path.html, url.html, querystring.html, util.html: computing. `promisify` gives the same function in another form. */
export const PATH: string = `none path path/posix path/win32
: .>= default posix win32 p= *`;

export const URL_MODULE: string = `none querystring url
: .>= default p= domainToASCII domainToUnicode escape fileURLToPath format parse pathToFileURL resolve stringify unescape urlToHttpOptions = URL URLSearchParams`;

export const UTIL: string = `none util
: .>= default i= promisify p= format formatWithOptions inspect isDeepStrictEqual stripVTControlCharacters styleText toUSVString = TextDecoder TextEncoder parseArgs`;

/** zlib.html: compressing in memory. Streams of it are left out. */
export const ZLIB: string = `none zlib
: .>= default = brotliCompress brotliCompressSync brotliDecompress brotliDecompressSync crc32 deflate deflateRaw deflateRawSync deflateSync gunzip gunzipSync gzip gzipSync inflate inflateRaw inflateRawSync inflateSync unzip unzipSync`;

/** perf_hooks.html: marks and measures look at the clock too. */
export const PERF_HOOKS: string = `clock perf_hooks
: .>= default .>Performance= performance
Performance: c= *`;

/** assert.html: assertions gate what follows. */
export const ASSERT: string = `none assert assert/strict
: .>= default strict u= () *`;

export const NODE_TABLES: string[] = [
  ASSERT,
  CHILD_PROCESS,
  CRYPTO,
  DNS,
  EVENTS,
  FS,
  FS_PROMISES,
  OS,
  PATH,
  PERF_HOOKS,
  PROCESS,
  READLINE,
  STREAM,
  TIMERS,
  URL_MODULE,
  UTIL,
  ZLIB,
];
