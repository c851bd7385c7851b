using Microsoft.CodeAnalysis.Diagnostics;

namespace Simmer.Analyzers;

/// <summary>What the analyzers share: they run beside one another, skip generated code, and do nothing where Simmer is not referenced.</summary>
public abstract class SimmerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (SimmerTypes.Of(start.Compilation) is { } types)
            {
                Register(start, types);
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, SimmerTypes types);
}
