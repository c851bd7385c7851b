using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Simmer.CodeFixes;

/// <summary>The names that fixes write, as short as the usings of the file allow.</summary>
internal static class SimmerNames
{
    /// <summary>A method of the front door.</summary>
    internal static ExpressionSyntax Asyncio(string method) =>
        SyntaxFactory.ParseExpression("global::Simmer.Asyncio." + method).WithAdditionalAnnotations(Simplifier.Annotation);
}
