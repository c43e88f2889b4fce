export { FileStorageObserver, type FileStorageOptions } from "./file-storage-observer.ts";
