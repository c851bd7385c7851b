using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Simmer.Analyzers;

namespace Simmer.CodeFixes;

/// <summary>SIM001: awaits the coroutine, or runs it where a program begins.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.NeverAwaited.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        SemanticModel model = (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false))!;
        if (root.FindNode(context.Span, getInnermostNodeForTie: true) is not InvocationExpressionSyntax call || Target(call) is not { } target
            || model.GetTypeInfo(call, context.CancellationToken).Type?.Name != "Coroutine")
        {
            return;
        }

        if (model.GetEnclosingSymbol(call.SpanStart, context.CancellationToken) is not IMethodSymbol function)
        {
            return;
        }

        if (function.IsEntryPoint(model.Compilation, context.CancellationToken))
        {
            if (target is { Parent: ExpressionStatementSyntax })
            {
                var run = SyntaxFactory.InvocationExpression(
                    SimmerNames.Asyncio("Run"),
                    SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(call.WithoutTrivia()))));
                Offer("Run the coroutine", target, run.WithTriviaFrom(target));
            }
        }
        else if (Places.MayAwait(call, model, context.CancellationToken) && (target is { Parent: ExpressionStatementSyntax } || HasResult(call)))
        {
            var awaited = SyntaxFactory.AwaitExpression(call.WithoutTrivia());
            Offer("Await the coroutine", target, target == call ? awaited.WithTriviaFrom(call) : awaited.WithTriviaFrom(target));
        }

        bool HasResult(ExpressionSyntax coroutine) => model.GetTypeInfo(coroutine, context.CancellationToken).Type is INamedTypeSymbol { IsGenericType: true };

        void Offer(string title, SyntaxNode old, ExpressionSyntax replacement) => context.RegisterCodeFix(
            CodeAction.Create(
                title,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(
                    root.ReplaceNode(old, replacement.WithAdditionalAnnotations(Formatter.Annotation)))),
                title),
            context.Diagnostics);
    }

    /// <summary>What to replace: the call, or with it the discard it is assigned to. Null where an await would change a declared type.</summary>
    private static ExpressionSyntax? Target(InvocationExpressionSyntax call) => call.Parent switch
    {
        AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax, Left: IdentifierNameSyntax { Identifier.Text: "_" } } discard => discard,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: true } } } => call,
        ExpressionStatementSyntax or InterpolationSyntax or ArgumentSyntax => call,
        _ => null,
    };
}
