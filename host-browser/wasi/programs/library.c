// A reactor: no main function, only what it exports.
#include <stdio.h>

static int started = 0;
__attribute__((constructor)) static void start(void) { started = 1; }

__attribute__((export_name("twice"))) double twice(double x) {
  printf("twice %g, started %d", x, started);
  fflush(stdout);
  return 2 * x;
}
