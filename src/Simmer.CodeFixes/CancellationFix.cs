using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Simmer.Analyzers;

namespace Simmer.CodeFixes;

/// <summary>SIM031: lets a cancellation pass a catch that takes everything, or throws it again at the end of one that takes only it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CancellationFix : CodeFixProvider
{
    private const string Title = "Let the cancellation pass";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.SwallowedCancellation.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        SemanticModel model = (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false))!;
        if (root.FindToken(context.Span.Start).Parent is not CatchClauseSyntax clause || Passing(clause, FreeName(clause, model)) is not { } passing)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                Title,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(clause, passing.WithAdditionalAnnotations(Formatter.Annotation)))),
                Title),
            context.Diagnostics);
    }

    private static CatchClauseSyntax? Passing(CatchClauseSyntax clause, string free)
    {
        if (clause.Declaration is not { } declaration)
        {
            return Filtered(clause, Declaration("System.Exception", free), free);
        }

        bool everything = declaration.Type.ToString().Split('.').Last() is "Exception" or "SystemException";
        if (everything)
        {
            return declaration.Identifier.ValueText is { Length: > 0 } name
                ? Filtered(clause, declaration, name)
                : Filtered(clause, declaration.WithIdentifier(SyntaxFactory.Identifier(free)), free);
        }

        // Where the handler leaves by another way, a throw at its end would not be reached.
        return clause.Block.Statements.LastOrDefault() is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax
            ? null
            : clause.WithBlock(clause.Block.AddStatements(SyntaxFactory.ThrowStatement()));
    }

    /// <summary>A name for the exception that neither the code around the handler nor the handler itself has taken.</summary>
    private static string FreeName(CatchClauseSyntax clause, SemanticModel model)
    {
        var taken = new HashSet<string>(
            model.LookupSymbols(clause.SpanStart).Where(x => x is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol).Select(x => x.Name)
                .Concat(clause.Block.DescendantTokens().Where(x => x.IsKind(SyntaxKind.IdentifierToken)).Select(x => x.ValueText)),
            StringComparer.Ordinal);
        string name = "e";
        for (int number = 2; taken.Contains(name); number++)
        {
            name = "e" + number;
        }

        return name;
    }

    private static CatchClauseSyntax Filtered(CatchClauseSyntax clause, CatchDeclarationSyntax declaration, string name) => clause
        .WithCatchKeyword(clause.CatchKeyword.WithTrailingTrivia(SyntaxFactory.Space))
        .WithDeclaration(declaration.WithoutTrailingTrivia())
        .WithFilter(SyntaxFactory.CatchFilterClause(IsNotCancelled(name))
            .WithLeadingTrivia(SyntaxFactory.Space)
            .WithTrailingTrivia(clause.Declaration?.GetTrailingTrivia() ?? clause.CatchKeyword.TrailingTrivia));

    private static IsPatternExpressionSyntax IsNotCancelled(string name) => SyntaxFactory.IsPatternExpression(
        SyntaxFactory.IdentifierName(name).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.Token(SyntaxKind.IsKeyword).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.UnaryPattern(
            SyntaxFactory.Token(SyntaxKind.NotKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.TypePattern(SyntaxFactory.ParseTypeName("global::Simmer.CancelledException").WithAdditionalAnnotations(Simplifier.Annotation))));

    private static CatchDeclarationSyntax Declaration(string type, string name) =>
        SyntaxFactory.CatchDeclaration(
            SyntaxFactory.ParseTypeName("global::" + type).WithTrailingTrivia(SyntaxFactory.Space).WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.Identifier(name));
}
