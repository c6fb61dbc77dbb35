/**
 * HTTP clients. GET, HEAD and OPTIONS are safe methods (RFC 9110, section 9.2.1); the method is in the name or in the options.
 */

/** https://axios-http.com/docs/api_intro and https://axios-http.com/docs/instance */
export const AXIOS: string = `net axios
: .>Axios= axios default p= isAxiosError isCancel toFormData >Axios= Axios
Axios: o= () request r= get head options w= delete patch patchForm post postForm put putForm query >Axios= create p= all getUri isAxiosError isCancel spread toFormData`;

/** https://github.com/sindresorhus/got/blob/main/documentation: `got(url, options)`, `got.extend`, body promises of an answer. */
export const GOT: string = `net got
: .>Got= default got >Got= create
Got: h>Answer= () r>Answer= get head w>Write= delete patch post put w= paginate stream >Got= extend
Answer: k= buffer bytes json text
Write: w= *`;

/** https://github.com/sindresorhus/ky#api */
export const KY: string = `net ky
: .>Ky= default
Ky: h>Answer= () r>Answer= get head w>Write= delete patch post put >Ky= create extend
Answer: k= arrayBuffer blob bytes formData json text
Write: w= *`;

/** https://undici.nodejs.org/#/docs/api/Dispatcher: clients and pools take many requests, each with a method in its options. */
export const UNDICI: string = `net undici
: h>Response= fetch request w= connect pipeline setGlobalDispatcher stream upgrade >Dispatcher= Agent Client Pool
Response: .>Response= body k= arrayBuffer blob bytes formData json text
Dispatcher: o>Response= request w= *`;

/** The `fetch` of the Fetch standard as a package: https://github.com/node-fetch/node-fetch#api, https://github.com/lquixada/cross-fetch */
export const FETCH: string = `net cross-fetch isomorphic-fetch node-fetch node-fetch-native
: h>Response= default fetch = AbortError FetchError Headers Request Response p= isRedirect
Response: k= arrayBuffer blob bytes formData json text`;

/** https://github.com/unjs/ofetch#readme: answers are parsed already; `.raw` gives the response, `.create` an instance. */
export const OFETCH: string = `net ofetch
: .>Fetch= $fetch ofetch >Fetch= createFetch
Fetch: h= () raw >Fetch= create`;

export const HTTP_TABLES: string[] = [AXIOS, FETCH, GOT, KY, OFETCH, UNDICI];
