using Microsoft.CodeAnalysis.Diagnostics;

namespace Simmer.Analyzers;

/// <summary>What the analyzers share: they run beside one another, skip generated code, and do nothing where Simmer is not referenced.</summary>
public abstract class SimmerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(SeesGeneratedCode ? GeneratedCodeAnalysisFlags.Analyze : GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (SimmerTypes.Of(start.Compilation) is { } types)
            {
                Register(start, types);
            }
        });
    }

    /// <summary>Whether what a rule says of written code depends on generated code beside it, in which it reports nothing.</summary>
    private protected virtual bool SeesGeneratedCode => false;

    private protected abstract void Register(CompilationStartAnalysisContext context, SimmerTypes types);
}
