export { movableClock } from './movable-clock.ts'
export { engines, openTestPlatform, type Engine, type TestPlatform } from './open-test-platform.ts'
export { openReceiver, type Received, type Receiver, type Respond } from './receiver.ts'
export { injectAs, openTestHttp, type Api } from './test-http.ts'
