using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using Simmer.Benchmarks;

// dotnet run -c Release --project bench/Simmer.Benchmarks -- --list flat
// dotnet run -c Release --project bench/Simmer.Benchmarks -- --filter '*Yield*'
// dotnet run -c Release --project bench/Simmer.Benchmarks -- --filter '*' --job short --iterationTime 150 --join
// dotnet run -c Release --project bench/Simmer.Benchmarks -- guards
if (args is ["guards", ..])
{
    return GuardCosts.Run(args[1..]);
}

var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.Gen0, Column.Gen1, Column.Gen2, Column.AllocRatio);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
