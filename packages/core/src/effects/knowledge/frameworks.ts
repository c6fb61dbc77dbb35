/**
 * GraphQL clients, React and its data libraries, Next.js.
 */

/** https://github.com/graffle-js/graffle/tree/graphql-request#readme: the document says whether it is a query. */
export const GRAPHQL_REQUEST: string = `net graphql-request
: g= rawRequest request w= batchRequests >Client= GraphQLClient p= gql
Client: g= rawRequest request >Client= setEndpoint setHeader setHeaders w= batchRequests`;

/** https://nearform.com/open-source/urql/docs/api/core/#client */
export const URQL: string = `net @urql/core urql
: >Client= Client createClient p= gql
Client: r>Answer= query readQuery w>Write= executeMutation mutation subscription w= *
Answer: r= toPromise
Write: w= *`;

/** https://www.apollographql.com/docs/react/api/core/ApolloClient */
export const APOLLO: string = `net @apollo/client @apollo/client/core apollo-client
: >Client= ApolloClient = ApolloLink HttpLink InMemoryCache createHttpLink p= gql
Client: r= query readFragment readQuery w= *`;

/** https://github.com/apollographql/graphql-tag, https://graphql.org/graphql-js/language/ */
export const GRAPHQL_TAG: string = `none graphql-tag graphql.macro
: p= default gql`;

/** https://react.dev/reference/react/cache: asks once for equal arguments. */
export const REACT: string = `none react
: .>= default i= cache`;

/**
 * https://tanstack.com/query/latest/docs/reference/QueryClient. `prefetchQuery` fills a cache that what follows may read, so it keeps
 * its place; `fetchQuery` and `ensureQueryData` give what they fetch.
 */
export const TANSTACK: string = `net @tanstack/preact-query @tanstack/query-core @tanstack/react-query @tanstack/solid-query @tanstack/svelte-query @tanstack/vue-query
: >Client= QueryClient p= keepPreviousData
Client: r= ensureInfiniteQueryData ensureQueryData fetchInfiniteQuery fetchQuery getDefaultOptions getQueriesData getQueryData getQueryDefaults getQueryState isFetching isMutating w= *`;

/** https://swr.vercel.app/docs/mutation and /docs/prefetching */
export const SWR: string = `net swr swr/mutation
: w= mutate preload`;

/**
 * https://nextjs.org/docs/app/api-reference/functions. The request's cookies and headers are reads; setting a cookie, revalidating
 * and leaving (`redirect` throws) are not. `connection` waits for a request.
 */
export const NEXT_HEADERS: string = `process next/headers
: r>Cookies= cookies r>Headers= draftMode headers
Cookies: p= get getAll has toString w= *
Headers: p= entries forEach get has keys values w= *`;

export const NEXT_CACHE: string = `net next/cache
: i= unstable_cache w= *`;

export const NEXT_NAVIGATION: string = `process next/navigation
: u= forbidden notFound permanentRedirect redirect unauthorized`;

export const NEXT_SERVER: string = `process next/server
: t= connection w= after`;

/** https://next-auth.js.org/configuration/nextjs: reads the request's session. */
export const NEXT_AUTH: string = `net next-auth next-auth/jwt next-auth/next next-auth/react
: r= getServerSession getSession getToken w= signIn signOut`;

export const FRAMEWORK_TABLES: string[] = [
  APOLLO,
  GRAPHQL_REQUEST,
  GRAPHQL_TAG,
  NEXT_AUTH,
  NEXT_CACHE,
  NEXT_HEADERS,
  NEXT_NAVIGATION,
  NEXT_SERVER,
  REACT,
  SWR,
  TANSTACK,
  URQL,
];
