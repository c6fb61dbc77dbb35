/**
 * Browsers, tests and people: whatever they are asked comes in order.
 */

/** https://playwright.dev/docs/api/class-playwright: a page does one thing at a time. Test callbacks receive pages by name. */
export const PLAYWRIGHT: string = `dom @playwright/test playwright playwright-core
: .>= default .>BrowserType= chromium firefox webkit u= expect x= test
BrowserType: w>Browser= connect connectOverCDP launch w>Context= launchPersistentContext p= executablePath name
Browser: w>Context= newContext w>Page= newPage p= contexts isConnected version w= *
Context!: w>Page= newPage w= *
Page!: >Locator= frameLocator getBy* locator w= *
Locator!: >Locator= and filter first frameLocator getBy* last locator nth or w= *`;

/** https://pptr.dev/api/puppeteer.browser and /api/puppeteer.page */
export const PUPPETEER: string = `dom puppeteer puppeteer-core
: .>Puppeteer= default w>Browser= connect launch p= executablePath
Puppeteer: w>Browser= connect launch p= executablePath
Browser: w>Context= createBrowserContext w>Page= newPage r= pages userAgent version w= *
Context!: w>Page= newPage w= *
Page!: w= *`;

/** https://testing-library.com/docs/dom-testing-library/api-async: `findBy…` and `waitFor…` poll. */
export const TESTING_LIBRARY: string = `dom @testing-library/angular @testing-library/dom @testing-library/preact @testing-library/react @testing-library/svelte @testing-library/vue
: .>Screen= screen >Screen= within w>Screen= render w= act cleanup fireEvent renderHook t= findAllBy* findBy* waitFor waitForElementToBeRemoved
Screen: t= findAllBy* findBy* w= *`;

/** https://testing-library.com/docs/user-event/intro */
export const USER_EVENT: string = `dom @testing-library/user-event
: .>User= default userEvent
User: w>User= setup w= *`;

/** Prompts ask a person, also where they are called `select` or `search`: https://github.com/SBoudrias/Inquirer.js, https://github.com/terkelg/prompts, https://bomb.sh/docs/clack/packages/prompts/ */
export const PROMPTS: string = `process @clack/prompts @inquirer/prompts enquirer inquirer prompts
: .>= default w= () *`;

export const INTERACTION_TABLES: string[] = [PLAYWRIGHT, PROMPTS, PUPPETEER, TESTING_LIBRARY, USER_EVENT];
