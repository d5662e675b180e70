/** `faunula/client`: a database in this process for Fauna's JavaScript driver. */
export {
  type DriverRequest,
  type DriverResponse,
  type DriverStream,
  type DriverTransport,
  httpClient,
} from './library/http-client.ts';
