using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>Where blocking is allowed: <c>[AllowBlocking]</c> around it, or a <c>using</c> of <c>AllowBlocking(…)</c>.</summary>
internal static class Allowances
{
    internal static bool Allow(IOperation operation, ISymbol containingSymbol, SimmerTypes types)
    {
        for (IOperation? parent = operation; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IUsingOperation { Resources: { } resources } when IsScope(resources):
                case IBlockOperation block when block.Operations.Any(x => x is IUsingDeclarationOperation scope
                    && scope.Syntax.SpanStart < operation.Syntax.SpanStart && IsScope(scope.DeclarationGroup)):
                case ILocalFunctionOperation local when HasAttribute(local.Symbol, types):
                case IAnonymousFunctionOperation lambda when HasAttribute(lambda.Symbol, types):
                    return true;
            }
        }

        return Allow(containingSymbol, types);
    }

    internal static bool Allow(ISymbol symbol, SimmerTypes types)
    {
        for (ISymbol? at = symbol; at is not null and not INamespaceSymbol; at = at.ContainingSymbol)
        {
            if (HasAttribute(at, types) || (at is IMethodSymbol { AssociatedSymbol: { } owner } && HasAttribute(owner, types)))
            {
                return true;
            }
        }

        return HasAttribute(symbol.ContainingAssembly, types);
    }

    private static bool IsScope(IOperation resources) =>
        resources.DescendantsAndSelf().Any(x => x is IInvocationOperation { TargetMethod: { Name: "AllowBlocking" } method }
            && method.ContainingNamespace is { Name: "Simmer", ContainingNamespace.IsGlobalNamespace: true });

    private static bool HasAttribute(ISymbol symbol, SimmerTypes types) =>
        types.AllowBlocking is { } attribute && symbol.GetAttributes().Any(x => SimmerTypes.Same(x.AttributeClass, attribute));
}
