export default {
  // Failures are told in the lines that you have written.
  build: { sourcemap: true },
  // The main function's name is stored with its runs.
  worker: { rolldownOptions: { output: { keepNames: true } } },
};
