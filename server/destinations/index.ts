export { startDeliveries } from './deliver/start-deliveries.ts'
export { destinationProcessors } from './enqueue/processor.ts'
export { registerDestinationRoutes } from './register-destination-routes.ts'
