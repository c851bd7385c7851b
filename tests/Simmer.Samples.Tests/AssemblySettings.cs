using Xunit.Sdk;
using Xunit.v3;

// One console and one clock of the run for all: a test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
