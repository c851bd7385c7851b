// Compiled into each sample beside its own source: the usings that the SDK adds, and .NET's clocks on virtual time.
global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
global using System.Net.Http;
global using System.Threading;
global using System.Threading.Tasks;
global using Stopwatch = Simmer.Samples.Tests.VirtualStopwatch;
global using Thread = Simmer.Samples.Tests.VirtualThread;
